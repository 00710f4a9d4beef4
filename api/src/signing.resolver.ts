import { Field, ID, Mutation, ObjectType, Resolver } from '@nestjs/graphql'
import { BeginSigningInput } from '@placet/shared/kernel/signing.schema'
import type { ProofKind } from '@placet/shared/signing/seal-proof.schema'
import { Call, This } from './kernel/call.ts'
import { Input } from './kernel/command-args.ts'
import { Policy } from './kernel/policy.ts'
import { resultOf } from './kernel/refusal.ts'
import { DateTime, Json } from './kernel/scalars.ts'
import { Signing } from './kernel/signing/signing.ts'
import { DecisionWorkflow } from './decisions/index.ts'
import { InformationRequestWorkflow } from './information-requests/index.ts'
import { ReviewStageWorkflow } from './reviews/index.ts'
import { SubmissionWorkflow } from './submissions/index.ts'

@ObjectType({ description: 'Begin of a ceremony: the server froze the record; sign what is shown.' })
export class SigningCeremony {
  @Field(() => ID) id: string
  @Field(() => String) meaning: string
  @Field(() => String) recordHash: string
  @Field(() => String) fingerprint: string
  @Field(() => String, { description: 'the canonical record, as JSON text' }) record: string
  @Field(() => DateTime) expiresAt: Date
  @Field(() => String, {
    description: 'base64url; with record, meaning and id it makes the challenge that is signed over',
  })
  nonce: string
  @Field(() => String) proofKind: ProofKind
  @Field(() => Json, { nullable: true, description: 'for navigator.credentials.get, where a passkey is asked for' })
  request: object | null
}

@Resolver()
export class SigningResolver {
  constructor(
    private readonly signing: Signing,
    private readonly submissions: SubmissionWorkflow,
    private readonly stages: ReviewStageWorkflow,
    private readonly requests: InformationRequestWorkflow,
    private readonly decisions: DecisionWorkflow,
  ) {}

  @Mutation(resultOf('beginSigning', () => SigningCeremony))
  @Policy('signedIn')
  beginSigning(@Input('BeginSigningInput', BeginSigningInput) input: BeginSigningInput, @This() call: Call) {
    const flows = {
      submission: this.submissions.flow,
      reviewStage: this.stages.flow,
      informationRequest: this.requests.flow,
      decision: this.decisions.flow,
    }
    return this.signing.begin(call, flows[input.process], input)
  }
}
