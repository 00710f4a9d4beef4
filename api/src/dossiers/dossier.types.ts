import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql'
import { Issue } from '../kernel/refusal.ts'
import { DateTime, Json } from '../kernel/scalars.ts'

const AnswerSource = { typed: 'typed', imported: 'imported' } as const
registerEnumType(AnswerSource, { name: 'AnswerSource' })

@ObjectType()
export class Answer {
  @Field(() => ID) field: string
  @Field(() => Json, { nullable: true }) value: unknown
  @Field(() => Int) version: number
  @Field(() => AnswerSource) source: 'typed' | 'imported'
  @Field(() => String, { nullable: true, description: 'for imported: file name and where in it' }) sourceNote:
    string | null
  @Field(() => Boolean) confirmed: boolean
  @Field(() => String, { nullable: true }) changedBy: string | null
  @Field(() => DateTime) changedAt: Date
}

@ObjectType({ description: 'One version of an answer, as history keeps it.' })
export class AnswerVersion {
  @Field(() => Int) version: number
  @Field(() => Json, { nullable: true }) value: unknown
  @Field(() => String, { nullable: true, description: 'null for the agency, and for the portal itself' }) changedBy:
    string | null
  @Field(() => DateTime) changedAt: Date
  @Field(() => String, { nullable: true, description: 'why it went back to what was signed' }) because: string | null
}

@ObjectType({ description: 'state: notStarted inProgress hasErrors completed locked hidden' })
export class SectionProgress {
  @Field(() => ID) section: string
  @Field(() => String) state: string
  @Field(() => Int) answered: number
  @Field(() => Int) required: number
  @Field(() => Int) unmet: number
  @Field(() => Int) unconfirmed: number
}

@ObjectType()
export class ClassificationStep {
  @Field(() => String) id: string
  @Field(() => String) label: string
  @Field(() => Boolean) holds: boolean
  @Field(() => String) riskClass: string
}

@ObjectType()
export class Classification {
  @Field(() => String, { nullable: true }) riskClass: string | null
  @Field(() => String, { nullable: true }) base: string | null
  @Field(() => [String]) uplifts: string[]
  @Field(() => [String]) floors: string[]
  @Field(() => [ClassificationStep]) steps: ClassificationStep[]
  @Field(() => [String]) missing: string[]
}

@ObjectType({ description: 'outcome: saved conflict invalid locked' })
export class AnswerOutcome {
  @Field(() => ID) field: string
  @Field(() => String) outcome: string
  @Field(() => Answer, { nullable: true }) answer: Answer | null
  @Field(() => String, { nullable: true }) message: string | null
  @Field(() => [Issue]) issues: Issue[]
}

@ObjectType()
export class AnswersSaved {
  @Field(() => ID) submissionId: string
  @Field(() => [AnswerOutcome]) outcomes: AnswerOutcome[]
  @Field(() => [SectionProgress]) sections: SectionProgress[]
  @Field(() => Classification) classification: Classification
  @Field(() => DateTime) savedAt: Date
}

@ObjectType()
export class ImportedField {
  @Field(() => ID) field: string
  @Field(() => ID) section: string
  @Field(() => Json, { nullable: true }) value: unknown
  @Field(() => String) found: string
  @Field(() => String) sourceNote: string
  @Field(() => String) confidence: string
  @Field(() => Boolean) stored: boolean
  @Field(() => Boolean, { description: 'asked for, and not stored: the answer was changed since it was looked at' })
  conflict: boolean
  @Field(() => Json, { nullable: true, description: 'the answer that stood before, or still stands' }) existing: unknown
  @Field(() => Int, { description: 'of the answer as it stands now, 0 where there is none' }) version: number
}

@ObjectType()
export class CardImport {
  @Field(() => ID) submissionId: string
  @Field(() => [ImportedField]) fields: ImportedField[]
  @Field(() => [ID], { description: 'required fields that the card does not answer' }) missing: string[]
}
