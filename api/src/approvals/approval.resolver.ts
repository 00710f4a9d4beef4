import { Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql'
import { SurrenderApprovalInput } from '@placet/shared/approval/approval.schema'
import { Call, This } from '../kernel/call.ts'
import { Input } from '../kernel/command-args.ts'
import { findAll } from '../kernel/db/rows.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { Permit, permitsOf } from '../kernel/permit.ts'
import { Policy } from '../kernel/policy.ts'
import { caseResultOf } from '../kernel/refusal.ts'
import { Submission } from '../submissions/index.ts'
import { Approval } from './approval.entity.ts'
import { ApprovalWorkflow } from './approval.workflow.ts'

@Resolver(() => Approval)
export class ApprovalResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: ApprovalWorkflow,
  ) {}

  @ResolveField(() => [Permit])
  permits(@Parent() approval: Approval, @This() call: Call): Promise<Permit[]> {
    return permitsOf(call, this.lifecycle, this.workflow.flow, approval)
  }

  @Mutation(caseResultOf('surrenderApproval', () => Approval))
  @Policy('applicant')
  async surrenderApproval(
    @Input('SurrenderApprovalInput', SurrenderApprovalInput) input: SurrenderApprovalInput,
    @This() call: Call,
  ) {
    const { id, commandId, version, reason } = input
    const { flow } = this.workflow
    const event = { type: 'SURRENDER', reason }
    return this.lifecycle.answer(
      call,
      flow,
      await this.lifecycle.advance(flow, { call, id, commandId, version, event }),
    )
  }
}

@Resolver(() => Submission)
export class ApprovalOfSubmission {
  @ResolveField(() => Approval, { nullable: true })
  async approval(@Parent() subject: Submission, @This() call: Call): Promise<Approval | null> {
    return (await findAll(await call.tx(), Approval, 'where case_id = $1', [subject.id]))[0] ?? null
  }
}
