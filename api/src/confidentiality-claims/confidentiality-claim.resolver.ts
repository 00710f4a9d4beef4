import { Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql'
import { GrantClaimInput, RefuseClaimInput } from '@placet/shared/confidentiality-claim/confidentiality-claim.schema'
import { Call, This } from '../kernel/call.ts'
import { Input } from '../kernel/command-args.ts'
import { findAll } from '../kernel/db/rows.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { Permit, permitsOf } from '../kernel/permit.ts'
import { Policy } from '../kernel/policy.ts'
import { caseResultOf } from '../kernel/refusal.ts'
import { Submission } from '../submissions/index.ts'
import { ConfidentialityClaim } from './confidentiality-claim.entity.ts'
import { ConfidentialityClaimWorkflow } from './confidentiality-claim.workflow.ts'

@Resolver(() => ConfidentialityClaim)
export class ConfidentialityClaimResolver {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: ConfidentialityClaimWorkflow,
  ) {}

  @ResolveField(() => [Permit])
  permits(@Parent() claim: ConfidentialityClaim, @This() call: Call): Promise<Permit[]> {
    return permitsOf(call, this.lifecycle, this.workflow.flow, claim)
  }

  @Mutation(caseResultOf('grantClaim', () => ConfidentialityClaim))
  @Policy('agency')
  async grantClaim(@Input('GrantClaimInput', GrantClaimInput) input: GrantClaimInput, @This() call: Call) {
    const { id, commandId, version, until, reason } = input
    const event = { type: 'GRANT', until, reason }
    const { flow } = this.workflow
    return this.lifecycle.answer(
      call,
      flow,
      await this.lifecycle.advance(flow, { call, id, commandId, version, event }),
    )
  }

  @Mutation(caseResultOf('refuseClaim', () => ConfidentialityClaim))
  @Policy('agency')
  async refuseClaim(@Input('RefuseClaimInput', RefuseClaimInput) input: RefuseClaimInput, @This() call: Call) {
    const { id, commandId, version, reason } = input
    const { flow } = this.workflow
    const event = { type: 'REFUSE', reason }
    return this.lifecycle.answer(
      call,
      flow,
      await this.lifecycle.advance(flow, { call, id, commandId, version, event }),
    )
  }
}

@Resolver(() => Submission)
export class ClaimsOfSubmission {
  @ResolveField(() => [ConfidentialityClaim])
  async claims(@Parent() subject: Submission, @This() call: Call): Promise<ConfidentialityClaim[]> {
    return findAll(await call.tx(), ConfidentialityClaim, 'where case_id = $1 order by field limit 200', [subject.id])
  }
}
