import { describe } from 'vitest'
import { approval } from '@placet/shared/approval/approval.machine'
import { applicant, noPart, ofOthers, person, testCircumstances, testRoles } from '../../test/policy-table.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import { Approval } from './approval.entity.ts'
import { mayApproval } from './approval.policy.ts'

const asked = ['SURRENDER']
const judge = (event: string, state: string, actor: Actor) =>
  mayApproval(actor, event, Object.assign(new Approval(), { organisationId: applicant, state }), noPart)
const judged = { process: approval, asked, verdict: judge }

describe('one person of each role', () => {
  testRoles(
    judged,
    `
    event      in                            editor                 signer  orgAdmin               screener  manager  lead  reviewer  decider  deputy  integrity  inspector  admin
    SURRENDER  active conditional suspended  duty.onlyOfficerSigns  yes     duty.onlyOfficerSigns  –         –        –     –         –        –       –          –          –
    `,
  )
})

describe('circumstances', () => {
  testCircumstances(
    judged,
    { 'officer of others': ofOthers(person('applicantSigner')) },
    `
    event      in                            officer of others
    SURRENDER  active conditional suspended  –
    `,
  )
})
