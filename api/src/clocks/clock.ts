import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { DateOnly, DateTime } from '../kernel/scalars.ts'

@ObjectType('ClockSegment', {
  description: "Working out of the due date: the segments' counted days add up to the limit.",
})
export class Segment {
  @Field(() => DateOnly) from: string
  @Field(() => DateOnly) to: string
  @Field(() => Int) days: number
  @Field(() => String) kind: string
  @Field(() => String) reason: string
}

@ObjectType()
export class Clock {
  @Field(() => ID) id: string
  @Field(() => String) clock: string
  @Field(() => String) label: string
  @Field(() => String) binds: string
  @Field(() => ID) subjectId: string
  @Field(() => DateTime) startedAt: Date
  @Field(() => DateTime, { nullable: true }) stoppedAt: Date | null
  @Field(() => DateTime, { nullable: true }) dueAt: Date | null
  @Field(() => Boolean) paused: boolean
  @Field(() => Boolean) overdue: boolean
  @Field(() => Int) daysLeft: number
  @Field(() => String) unit: string
  @Field(() => [Segment]) segments: Segment[]
}
