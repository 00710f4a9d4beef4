import { Mutation, Resolver } from '@nestjs/graphql'
import { RecuseSelfInput } from '@placet/shared/submission/submission.schema'
import { Call, This } from './kernel/call.ts'
import { Input } from './kernel/command-args.ts'
import type { Answer } from './kernel/command.ts'
import { Policy } from './kernel/policy.ts'
import { isRefusal, resultOf } from './kernel/refusal.ts'
import { Recusals } from './reactions/index.ts'
import { Submission, Submissions } from './submissions/index.ts'

@Resolver()
export class RecusalResolver {
  constructor(
    private readonly recusals: Recusals,
    private readonly submissions: Submissions,
  ) {}

  @Mutation(resultOf('recuseSelf', () => Submission))
  @Policy('agency')
  async recuseSelf(
    @Input('RecuseSelfInput', RecuseSelfInput) input: RecuseSelfInput,
    @This() call: Call,
  ): Promise<Submission | Answer> {
    const answer = await this.recusals.recuseSelf(call, input)
    await call.readAfresh()
    return isRefusal(answer) ? answer : this.submissions.find(call, input.id)
  }
}
