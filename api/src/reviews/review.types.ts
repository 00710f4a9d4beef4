import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { UnmetReason } from '../kernel/refusal.ts'
import { DateTime } from '../kernel/scalars.ts'
import { Person } from '../people/index.ts'

@ObjectType()
export class ReviewQuestion {
  @Field(() => ID) id: string
  @Field(() => String) text: string
  @Field(() => [ID]) fields: string[]
  @Field(() => String, { nullable: true }) who: string | null
  @Field(() => String, { nullable: true }) evidence: string | null
}
@ObjectType()
export class EvidencePointer {
  @Field(() => String) kind: string
  @Field(() => String, { description: 'field id, or document id with page' }) at: string
  @Field(() => Int, { nullable: true }) page: number | null
}
@ObjectType()
export class ReviewAnswer {
  @Field(() => ID) question: string
  @Field(() => Int) version: number
  @Field(() => String, { nullable: true }) answer: string | null
  @Field(() => String) reason: string
  @Field(() => [EvidencePointer]) evidence: EvidencePointer[]
  @Field(() => DateTime) changedAt: Date
}
@ObjectType()
export class StageReport {
  @Field(() => ID) id: string
  @Field(() => Int) version: number
  @Field(() => Person) reviewer: Person
  @Field(() => Boolean) mine: boolean
  @Field(() => DateTime, { nullable: true }) signedAt: Date | null
  @Field(() => [ReviewAnswer]) answers: ReviewAnswer[]
  @Field(() => String, { nullable: true }) recommendation: string | null
  @Field(() => String) summary: string
  @Field(() => String, { nullable: true }) dissent: string | null
  @Field(() => [UnmetReason]) unmet: UnmetReason[]
}
@ObjectType({ description: 'Someone who leads stages; `because` says why not this one.' })
export class LeadCandidate {
  @Field(() => Person) person: Person
  @Field(() => [String]) expertise: string[]
  @Field(() => Int) openStages: number
  @Field(() => Boolean) allowed: boolean
  @Field(() => [UnmetReason]) because: UnmetReason[]
}
@ObjectType({ description: 'One question on which two reports differ; the lead writes `reason`.' })
export class Reconciliation {
  @Field(() => ID) question: string
  @Field(() => [String]) answers: string[]
  @Field(() => String, { nullable: true }) answer: string | null
  @Field(() => String) reason: string
}
