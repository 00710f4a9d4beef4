import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql'
import { Condition, StageRecommendation } from '../decisions/index.ts'
import { ClassificationStep } from '../dossiers/index.ts'
import { cursorOf, PageInfo } from '../kernel/paging.ts'
import { DateOnly, DateTime, Json } from '../kernel/scalars.ts'

@ArgsType()
export class RegisterSearch {
  @Field(() => String, { nullable: true }) q: string | null
  @Field(() => String, { nullable: true }) status: string | null
  @Field(() => String, { nullable: true }) use: string | null
  @Field(() => String, { nullable: true }) riskClass: string | null
  @Field(() => Int, { defaultValue: 20 }) first: number
  @Field(() => String, { nullable: true }) after: string | null
}
@ObjectType()
export class RegisterEntry {
  @Field(() => ID) no: string
  @Field(() => String) modelName: string
  @Field(() => String) modelVersion: string
  @Field(() => String) developer: string
  @Field(() => String) status: string
  @Field(() => String) riskClass: string
  @Field(() => String) summary: string
  /** Codes of the uses, one space between: arrays of Postgres are costly to read, and most answers do not ask for them. */
  uses: string
  @Field(() => DateOnly) decidedAt: string
  @Field(() => DateOnly, { nullable: true }) validUntil: string | null
}
@ObjectType()
export class RegisterEdge {
  constructor(node: RegisterEntry) {
    this.node = node
  }
  @Field(() => RegisterEntry) node: RegisterEntry
  /** Made only when asked for. */
  @Field(() => String) get cursor(): string {
    return cursorOf(this.node.decidedAt, this.node.no)
  }
}
@ObjectType()
export class RegisterConnection {
  @Field(() => [RegisterEdge]) edges: RegisterEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
  @Field(() => Int) total: number
  @Field(() => Boolean) totalIsExact: boolean
}
@ObjectType()
export class PublishedField {
  @Field(() => ID) section: string
  @Field(() => ID) field: string
  @Field(() => String) label: string
  @Field(() => String) type: string
  @Field(() => Json, { nullable: true }) value: unknown
  @Field(() => String, {
    nullable: true,
    description: 'why the value is not shown: notReported, confidential, null when shown',
  })
  withheld: string | null
}
@ObjectType()
export class GroupResult {
  @Field(() => String) axis: string
  @Field(() => String) group: string
  @Field(() => String) metric: string
  @Field(() => String, { nullable: true }) dataset: string | null
  @Field(() => Int, { nullable: true }) n: number | null
  @Field(() => String) nText: string
  @Field(() => Float, { nullable: true }) estimate: number | null
  @Field(() => Float, { nullable: true }) low: number | null
  @Field(() => Float, { nullable: true }) high: number | null
  @Field(() => Float, { nullable: true }) gap: number | null
  @Field(() => Boolean) suppressed: boolean
}
@ObjectType()
export class PublicSignature {
  @Field(() => String) meaning: string
  @Field(() => String) office: string
  @Field(() => String) name: string
  @Field(() => DateTime) at: string
  @Field(() => String, { nullable: true, description: 'absent in what was published before it was told' })
  proofKind?: string | null
}
@ObjectType()
export class RegisterDecision {
  @Field(() => String) outcome: string
  @Field(() => String) reasons: string
  @Field(() => String) summary: string
  @Field(() => DateTime) decidedAt: string
  @Field(() => [PublicSignature]) signedBy: PublicSignature[]
  @Field(() => [Condition]) conditions: Condition[]
  @Field(() => [StageRecommendation]) recommendations: StageRecommendation[]
  @Field(() => [ClassificationStep]) stepsOfClass: ClassificationStep[]
  @Field(() => [String], { description: 'what the class asks for and this version of the portal does not have' })
  notAvailable: string[]
  @Field(() => String) recordHash: string
  @Field(() => Int, { nullable: true }) logIndex: number | null
}
@ObjectType()
export class RegisterEntryPage {
  @Field(() => ID, { description: 'the version of the policy pack that it was decided under' }) packId: string
  @Field(() => RegisterEntry) entry: RegisterEntry
  @Field(() => [PublishedField]) fields: PublishedField[]
  @Field(() => [GroupResult]) groupResults: GroupResult[]
  @Field(() => [GroupResult]) headline: GroupResult[]
  @Field(() => RegisterDecision) decision: RegisterDecision
  @Field(() => Boolean) demonstration: boolean
}
