import { Args, Field, ID, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql'
import * as schema from '@placet/shared/assignment/assignment.schema'
import { has } from '../kernel/auth/actor.ts'
import { Call, This } from '../kernel/call.ts'
import { Input } from '../kernel/command-args.ts'
import type { Answer } from '../kernel/command.ts'
import { findAll } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { cursorOf, keysOf, PageInfo, pageOf, pageSize, rowsFor } from '../kernel/paging.ts'
import { Permit, permitsOf } from '../kernel/permit.ts'
import { Policy } from '../kernel/policy.ts'
import { caseResultOf, UnmetReason } from '../kernel/refusal.ts'
import { DateTime } from '../kernel/scalars.ts'
import { reasons } from '../kernel/wording.ts'
import type { Happening } from '../kernel/workflow.ts'
import { Person, findPerson } from '../people/index.ts'
import { ReviewStage } from '../reviews/index.ts'
import { Assignments } from './assignments.service.ts'
import { Declaration, ReviewerAssignment } from './reviewer-assignment.entity.ts'
import { ReviewerAssignmentWorkflow } from './reviewer-assignment.workflow.ts'

@ObjectType()
export class ReviewerCandidate {
  @Field(() => Person) person: Person
  @Field(() => [String]) expertise: string[]
  @Field(() => Int) openAssignments: number
  @Field(() => Boolean) allowed: boolean
  @Field(() => [UnmetReason]) because: UnmetReason[]
}
@ObjectType()
export class AssignmentEdge {
  @Field(() => String) cursor: string
  @Field(() => ReviewerAssignment) node: ReviewerAssignment
}
@ObjectType()
export class AssignmentConnection {
  @Field(() => [AssignmentEdge]) edges: AssignmentEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
  @Field(() => Int) total: number
}

const assignmentResult = (name: string) => caseResultOf(name, () => ReviewerAssignment)
/** States in which the reviewer may read the case. */
const open = new Set(['active', 'completed'])

@Resolver(() => ReviewerAssignment)
export class AssignmentResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: ReviewerAssignmentWorkflow,
    private readonly assignments_: Assignments,
  ) {}

  @Query(() => AssignmentConnection, { description: 'my reviewer assignments' })
  @Policy('agency')
  async assignments(
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @This() call: Call,
  ): Promise<AssignmentConnection> {
    return page(await call.tx(), `reviewer_id = $1`, call.actor.id, first, after)
  }

  @Query(() => AssignmentConnection)
  @Policy('agency')
  async integrityChecks(
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @This() call: Call,
  ): Promise<AssignmentConnection> {
    const nobody = '00000000-0000-4000-8000-000000000000'
    const reader = has(call.actor, 'integrityOfficer') ? call.actor.id : nobody
    return page(await call.tx(), `state = 'integrityCheck' and $1::uuid <> '${nobody}'`, reader, first, after)
  }

  @Query(() => ReviewerAssignment)
  @Policy('agency')
  assignment(@Args('id', { type: () => ID }) id: string, @This() call: Call): Promise<ReviewerAssignment> {
    return this.lifecycle.read(call, this.workflow.flow, id)
  }

  @Query(() => [ReviewerCandidate])
  @Policy('agency')
  async reviewerCandidates(
    @Args('stageId', { type: () => ID }) stageId: string,
    @This() call: Call,
  ): Promise<ReviewerCandidate[]> {
    if (!has(call.actor, 'stageLead', 'caseManager')) return []
    return (await this.assignments_.candidates(call, stageId)).map(({ because, ...candidate }) => ({
      ...candidate,
      allowed: because.length === 0,
      because: reasons(call.language, because),
    }))
  }

  @ResolveField(() => Person)
  reviewer(@Parent() assignment: ReviewerAssignment, @This() call: Call): Promise<Person> {
    return findPerson(call, assignment.reviewerId)
  }

  @ResolveField(() => ID, {
    nullable: true,
    description: 'for the reviewer: null until the assignment is active, and while the case is closed to them',
  })
  async submissionId(@Parent() assignment: ReviewerAssignment, @This() call: Call): Promise<string | null> {
    return (await this.isOpen(assignment, call)) ? assignment.caseId : null
  }

  @ResolveField(() => ID, { nullable: true })
  async stageId(@Parent() assignment: ReviewerAssignment, @This() call: Call): Promise<string | null> {
    return (await this.isOpen(assignment, call)) ? assignment.stageId : null
  }

  @ResolveField(() => Declaration, { nullable: true })
  declaration(@Parent() assignment: ReviewerAssignment, @This() call: Call): Declaration | null {
    return assignment.reviewerId === call.actor.id || has(call.actor, 'integrityOfficer')
      ? assignment.declaration
      : null
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'why somebody else challenged the reviewer: for the integrity officer, until it is ruled on',
  })
  challenge(@Parent() { state, reason }: ReviewerAssignment, @This() call: Call): string | null {
    return state === 'integrityCheck' && has(call.actor, 'integrityOfficer') ? reason : null
  }

  @ResolveField(() => [Permit])
  permits(@Parent() assignment: ReviewerAssignment, @This() call: Call): Promise<Permit[]> {
    return permitsOf(call, this.lifecycle, this.workflow.flow, assignment)
  }

  @ResolveField(() => DateTime, { nullable: true })
  async dueAt(@Parent() assignment: ReviewerAssignment, @This() call: Call): Promise<Date | null> {
    return call
      .loader<string, Date | null>('assignment-due', async (tx, ids) => {
        const rows = await tx.rows<{ subject_id: string; due_at: Date | null }>(
          `select subject_id, due_at from clock where subject_id = any($1) and ended_at is null`,
          [ids],
        )
        return ids.map((id) => rows.find(({ subject_id }) => subject_id === id)?.due_at ?? null)
      })
      .load(assignment.id)
  }

  @Mutation(assignmentResult('proposeReviewer'))
  @Policy('agency')
  async proposeReviewer(
    @Input('ProposeReviewerInput', schema.ProposeReviewerInput) input: schema.ProposeReviewerInput,
    @This() call: Call,
  ) {
    return this.told(call, await this.assignments_.propose(call, input))
  }

  @Mutation(assignmentResult('openAssignment'))
  @Policy('agency')
  openAssignment(
    @Input('OpenAssignmentInput', schema.OpenAssignmentInput) input: schema.OpenAssignmentInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'OPEN' })
  }

  @Mutation(assignmentResult('declareNoInterest'))
  @Policy('agency')
  declareNoInterest(
    @Input('DeclareNoInterestInput', schema.DeclareNoInterestInput) input: schema.DeclareNoInterestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'DECLARE_NO_INTEREST', affirmed: input.affirmed })
  }

  @Mutation(assignmentResult('declareInterest'))
  @Policy('agency')
  declareInterest(
    @Input('DeclareInterestInput', schema.DeclareInterestInput) input: schema.DeclareInterestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'DECLARE_INTEREST', kinds: input.kinds, detail: input.detail })
  }

  @Mutation(assignmentResult('declareNewInterest'))
  @Policy('agency')
  declareNewInterest(
    @Input('DeclareNewInterestInput', schema.DeclareNewInterestInput) input: schema.DeclareNewInterestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'NEW_INTEREST', kinds: input.kinds, detail: input.detail })
  }

  @Mutation(assignmentResult('declineAssignment'))
  @Policy('agency')
  declineAssignment(
    @Input('DeclineAssignmentInput', schema.DeclineAssignmentInput) input: schema.DeclineAssignmentInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'DECLINE', reason: input.reason })
  }

  @Mutation(assignmentResult('clearInterest'))
  @Policy('agency')
  clearInterest(
    @Input('ClearInterestInput', schema.ClearInterestInput) input: schema.ClearInterestInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'CLEAR_WITH_REASON', reason: input.reason })
  }

  @Mutation(assignmentResult('recuseReviewer'))
  @Policy('agency')
  recuseReviewer(
    @Input('RecuseReviewerInput', schema.RecuseReviewerInput) input: schema.RecuseReviewerInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'RECUSE', reason: input.reason })
  }

  @Mutation(assignmentResult('challengeReviewer'))
  @Policy('signedIn')
  challengeReviewer(
    @Input('ChallengeReviewerInput', schema.ChallengeReviewerInput) input: schema.ChallengeReviewerInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'CHALLENGE', reason: input.reason })
  }

  @Mutation(assignmentResult('reassignReviewer'))
  @Policy('agency')
  reassignReviewer(
    @Input('ReassignReviewerInput', schema.ReassignReviewerInput) input: schema.ReassignReviewerInput,
    @This() call: Call,
  ) {
    return this.advance(call, input, { type: 'REASSIGN', reason: input.reason })
  }

  /** An interest declared in one stage shuts the case, whatever the state of the reviewer's other stages. */
  private async isOpen({ reviewerId, state, caseId }: ReviewerAssignment, call: Call): Promise<boolean> {
    if (reviewerId !== call.actor.id) return true
    if (!open.has(state)) return false
    return call
      .loader<string, boolean>('case-open-to-reviewer', async (tx, ids) => {
        const shut = await tx.rows<{ case_id: string }>(
          `select case_id from case_recusal where person_id = $1 and case_id = any($2)`,
          [call.actor.id, ids],
        )
        return ids.map((id) => !shut.some(({ case_id }) => case_id === id))
      })
      .load(caseId)
  }

  private async advance(
    call: Call,
    { id, commandId, version }: { id: string; commandId: string; version: number },
    event: Happening,
  ) {
    const { flow } = this.workflow
    return this.told(call, await this.lifecycle.advance(flow, { call, id, commandId, version, event }))
  }

  private told(call: Call, answer: Answer) {
    return this.lifecycle.answer(call, this.workflow.flow, answer)
  }
}

@Resolver(() => ReviewStage)
export class AssignmentsOfStage {
  @ResolveField(() => [ReviewerAssignment])
  async assignments(@Parent() stage: ReviewStage, @This() call: Call): Promise<ReviewerAssignment[]> {
    const tx = await call.tx()
    return findAll(tx, ReviewerAssignment, 'where stage_id = $1 order by proposed_at, id limit 100', [stage.id])
  }
}

async function page(
  tx: Tx,
  where: string,
  reader: string,
  size: number,
  after: string | null,
): Promise<AssignmentConnection> {
  const first = pageSize(size)
  const from = keysOf(after, ['moment', 'id'])
  const rows = await findAll(
    tx,
    ReviewerAssignment,
    `where ${where} and ($2::timestamptz is null or (proposed_at, id) < ($2, $3::uuid)) order by proposed_at desc, id desc limit ${rowsFor(first)}`,
    [reader, from?.[0] ?? null, from?.[1] ?? null],
  )
  const [count] = await tx.rows<{ total: number }>(
    `select count(*)::int as total from (select 1 from reviewer_assignment where ${where} limit 1001) c`,
    [reader],
  )
  return {
    ...pageOf(rows, first, after, (node) => ({ cursor: cursorOf(node.proposedAt.toISOString(), node.id), node })),
    total: count?.total ?? 0,
  }
}
