import { Injectable } from '@nestjs/common'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
import type { ReviewerAssignmentFacts } from '@placet/shared/assignment/assignment.machine'
import type { Tx } from '../kernel/db/run.ts'
import { workflow } from '../kernel/workflow.ts'
import type { Happening, Workflow } from '../kernel/workflow.ts'
import { standingInterests } from '../reviews/index.ts'
import { ReviewerAssignment } from './reviewer-assignment.entity.ts'
import { mayAssign } from './reviewer-assignment.policy.ts'
import type { AssignmentDuty } from './reviewer-assignment.policy.ts'

@Injectable()
export class ReviewerAssignmentWorkflow {
  readonly flow: Workflow<ReviewerAssignment, ReviewerAssignmentFacts & AssignmentDuty>

  constructor() {
    this.flow = workflow<ReviewerAssignment, ReviewerAssignmentFacts & AssignmentDuty>({
      process: reviewerAssignment,
      entity: ReviewerAssignment,
      table: 'reviewer_assignment',
      typename: 'ReviewerAssignment',
      caseOf: ({ caseId }) => caseId,
      applicantSees: () => false,
      label: ({ stage }) => stage,
      asked: [
        'OPEN',
        'DECLARE_NO_INTEREST',
        'DECLARE_INTEREST',
        'DECLINE',
        'NEW_INTEREST',
        'CLEAR_WITH_REASON',
        'RECUSE',
        'CHALLENGE',
        'REASSIGN',
      ],
      facts: (tx, subjects, { happening, at }) => readFacts(tx, subjects, happening, at),
      permits: mayAssign,
      sets: (happening, { declaration }, at) => {
        switch (happening.type) {
          case 'DECLARE_INTEREST':
            return { declaration: { kinds: happening['kinds'], detail: happening['detail'], at: at.toISOString() } }
          case 'NEW_INTEREST': {
            // What was declared before, and perhaps cleared, stays on record under the newest.
            const { earlier = [], ...before } = declaration ?? { kinds: [], detail: '' }
            return {
              reason: null,
              declaration: {
                kinds: happening['kinds'],
                detail: happening['detail'],
                at: at.toISOString(),
                earlier: [...earlier, before],
              },
            }
          }
          case 'DECLARE_NO_INTEREST':
            return { declaration: { kinds: [], detail: '', at: at.toISOString() } }
          default:
            return happening.reason === undefined ? {} : { reason: happening.reason }
        }
      },
    })
  }
}

async function readFacts(
  tx: Tx,
  subjects: readonly ReviewerAssignment[],
  happening: Happening | undefined,
  at: Date,
): Promise<Map<string, ReviewerAssignmentFacts & AssignmentDuty>> {
  const reviewers = [...new Set(subjects.map(({ reviewerId }) => reviewerId))]
  const people = await tx.rows<{ id: string; expertise: string[]; roles: string[] }>(
    `select id, expertise, roles from person where id = any($1)`,
    [reviewers],
  )
  const stages = await tx.rows<{ id: string; lead_id: string | null }>(
    `select id, lead_id from review_stage where id = any($1)`,
    [[...new Set(subjects.map(({ stageId }) => stageId))]],
  )
  const ties = new Map<string, string[]>()
  if (happening?.type === 'PROPOSE')
    for (const subject of subjects)
      ties.set(subject.reviewerId, await standingInterests(tx, subject.reviewerId, subject.caseId, at))
  return new Map(
    subjects.map((subject) => {
      const person = people.find(({ id }) => id === subject.reviewerId)
      const stage = stages.find(({ id }) => id === subject.stageId)
      return [
        subject.id,
        {
          stage: subject.stage,
          expertiseFits: person?.expertise.includes(subject.stage) ?? false,
          standingInterests: ties.get(subject.reviewerId) ?? [],
          affirmed: typeof happening?.['affirmed'] === 'boolean' ? happening['affirmed'] : 'notAsked',
          leadId: stage?.lead_id ?? null,
          reviewerIsLead: stage?.lead_id === subject.reviewerId,
        },
      ]
    }),
  )
}
