import { Injectable } from '@nestjs/common'
import { approval } from '@placet/shared/approval/approval.machine'
import type { ApprovalFacts, SuspensionGround } from '@placet/shared/approval/approval.machine'
import { workflow } from '../kernel/workflow.ts'
import type { Workflow } from '../kernel/workflow.ts'
import { Approval } from './approval.entity.ts'
import { mayApproval } from './approval.policy.ts'

@Injectable()
export class ApprovalWorkflow {
  readonly flow: Workflow<Approval, ApprovalFacts> = workflow<Approval, ApprovalFacts>({
    process: approval,
    entity: Approval,
    table: 'approval',
    typename: 'Approval',
    caseOf: ({ caseId }) => caseId,
    applicantSees: () => true,
    label: ({ registerNo }) => registerNo,
    asked: ['SURRENDER'],
    facts: async (tx, subjects, { happening }) => {
      const rows = await tx.rows<{ approval_id: string; open: number }>(
        `select approval_id, count(*)::int as open from approval_condition where approval_id = any($1) group by 1`,
        [subjects.map(({ id }) => id).filter((id) => id !== '')],
      )
      return new Map(
        subjects.map(({ id }) => [
          id,
          {
            conditionsOpen: rows.find(({ approval_id }) => approval_id === id)?.open ?? 0,
            suspensionGround: (happening?.['ground'] as SuspensionGround | undefined) ?? null,
            holderHeard: happening?.['holderHeard'] === true,
            lifeAtRisk: happening?.['lifeAtRisk'] === true,
            renewalPending: false,
          },
        ]),
      )
    },
    permits: mayApproval,
  })
}
