import { Injectable } from '@nestjs/common'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import type { ConfidentialityClaimFacts } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { Clocks } from '../clocks/index.ts'
import { workflow } from '../kernel/workflow.ts'
import type { Workflow } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { ConfidentialityClaim } from './confidentiality-claim.entity.ts'
import { mayClaim } from './confidentiality-claim.policy.ts'

/** A claim that a field stays confidential: the case manager rules, with reason and end date. */
@Injectable()
export class ConfidentialityClaimWorkflow {
  readonly flow: Workflow<ConfidentialityClaim, ConfidentialityClaimFacts>

  constructor(packs: PolicyPacks, clocks: Clocks) {
    this.flow = workflow<ConfidentialityClaim, ConfidentialityClaimFacts>({
      process: confidentialityClaim,
      entity: ConfidentialityClaim,
      table: 'confidentiality_claim',
      typename: 'ConfidentialityClaim',
      caseOf: ({ caseId }) => caseId,
      applicantSees: () => true,
      label: ({ field }) => field,
      asked: ['GRANT', 'REFUSE'],
      facts: async (tx, subjects, { at, happening }) => {
        const cases = await tx.rows<{ id: string; pack_id: string }>(
          `select id, pack_id from submission where id = any($1)`,
          [[...new Set(subjects.map(({ caseId }) => caseId))]],
        )
        const pinned = new Map(cases.map(({ id, pack_id }) => [id, packs.get(pack_id)]))
        return new Map(
          subjects.map((subject) => [
            subject.id,
            {
              field: subject.field,
              neverConfidential: pinned.get(subject.caseId)?.neverConfidential.includes(subject.field) ?? true,
              today: clocks.today(at),
              until: typeof happening?.['until'] === 'string' ? happening['until'] : 'notAsked',
            },
          ]),
        )
      },
      permits: mayClaim,
      sets: (happening) =>
        happening.type === 'GRANT'
          ? { until: happening['until'], ruling: happening.reason }
          : happening.type === 'REFUSE'
            ? { ruling: happening.reason }
            : {},
    })
  }
}
