import { expect, test } from 'vitest'
import { anyone } from '../kernel/auth/actor.ts'
import type { Actor, Role } from '../kernel/auth/actor.ts'
import { mayUpload } from './document.policy.ts'

const helio = 'f5a7c3de-0b1e-4a53-9f0e-0a8d5f8a2b11'
const actor = (organisationId: string | null, ...roles: Role[]): Actor => ({ ...anyone, organisationId, roles })

const states = [
  'draft',
  'preAdvice',
  'submitted',
  'screening',
  'returnedIncomplete',
  'inReview',
  'onHold',
  'consolidation',
  'decided',
  'withdrawn',
]

test.each([
  ['an officer of the applicant', ['draft', 'returnedIncomplete'], actor(helio, 'applicantSigner')],
  ['an editor of the applicant', ['draft', 'returnedIncomplete'], actor(helio, 'applicantEditor')],
  ['an administrator of the applicant without either role', [], actor(helio, 'organisationAdmin')],
  ['an officer of others', [], actor('another', 'applicantSigner')],
  ['a case manager', [], actor(null, 'caseManager')],
  ['nobody', [], anyone],
])('%s adds files in %j only', (_, open, who) => {
  const allowed = states.filter(
    (state) => mayUpload(who, { organisationId: helio, state, answersRequest: false }).length === 0,
  )
  expect(allowed).toEqual(open)
})

test('an open question of the agency opens the dossier to files of the applicant, in any state', () => {
  const facts = { organisationId: helio, state: 'onHold', answersRequest: true }
  expect(mayUpload(actor(helio, 'applicantEditor'), facts)).toEqual([])
  expect(mayUpload(actor(null, 'reviewer'), facts).map(({ code }) => code)).toEqual(['document.onlyApplicant'])
  expect(
    mayUpload(actor(helio, 'applicantEditor'), { ...facts, answersRequest: false }).map(({ code }) => code),
  ).toEqual(['document.locked'])
})
