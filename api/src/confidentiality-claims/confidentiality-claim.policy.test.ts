import { describe } from 'vitest'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { applicant, noPart, person, recused, testCircumstances, testRoles, withPart } from '../../test/policy-table.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import type { CaseFacts } from '../kernel/workflow.ts'
import { ConfidentialityClaim } from './confidentiality-claim.entity.ts'
import { mayClaim } from './confidentiality-claim.policy.ts'

const asked = ['GRANT', 'REFUSE']
const judge = (actor: Actor, event: string, state: string, facts: CaseFacts) =>
  mayClaim(actor, event, Object.assign(new ConfidentialityClaim(), { organisationId: applicant, state }), facts)

describe('one person of each role', () => {
  testRoles(
    { process: confidentialityClaim, asked, verdict: (event, state, actor) => judge(actor, event, state, noPart) },
    `
    event   in       editor  signer  orgAdmin  screener  manager  lead  reviewer  decider  deputy  integrity  inspector  admin
    GRANT   claimed  –       –       –         –         yes      –     –         –        –       –          –          –
    REFUSE  claimed  –       –       –         –         yes      –     –         –        –       –          –          –
    `,
  )
})

const manager = person('caseManager')
const circumstances: Record<string, [Actor, CaseFacts]> = {
  'recused manager': [manager, recused],
  'manager of the case': [manager, withPart('caseManager')],
}

describe('circumstances', () => {
  testCircumstances(
    {
      process: confidentialityClaim,
      asked,
      verdict: (event, state, [actor, facts]) => judge(actor, event, state, facts),
    },
    circumstances,
    `
    event   in       recused manager  manager of the case
    GRANT   claimed  duty.recused     yes
    REFUSE  claimed  duty.recused     yes
    `,
  )
})
