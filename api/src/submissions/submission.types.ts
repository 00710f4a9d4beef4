import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql'
import { PageInfo } from '../kernel/paging.ts'
import { DateTime } from '../kernel/scalars.ts'
import { UnmetReason } from '../kernel/refusal.ts'
import { Person } from '../people/index.ts'
import { Citation, Submission, SubmissionStateEnum } from './submission.entity.ts'

@ObjectType()
export class TimelineEntry {
  @Field(() => ID) id: string
  @Field(() => DateTime) at: Date
  @Field(() => String) process: string
  @Field(() => String) event: string
  @Field(() => String) fromState: string
  @Field(() => String) toState: string
  @Field(() => String, { description: 'name where the reader may see it, else office' }) actor: string
  @Field(() => String, { nullable: true }) office: string | null
  @Field(() => String, { nullable: true }) reason: string | null
  @Field(() => String) subjectLabel: string
}
@ObjectType()
export class TimelineEdge {
  @Field(() => String) cursor: string
  @Field(() => TimelineEntry) node: TimelineEntry
}
@ObjectType()
export class TimelineConnection {
  @Field(() => [TimelineEdge]) edges: TimelineEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
}
@ObjectType()
export class CasePart {
  @Field(() => Person) person: Person
  @Field(() => String) part: string
}
@ObjectType()
export class ManagerCandidate {
  @Field(() => Person) person: Person
  @Field(() => Int) openCases: number
  @Field(() => Boolean) allowed: boolean
  @Field(() => [UnmetReason]) because: UnmetReason[]
}
@ObjectType()
export class ScreeningAnswer {
  @Field(() => ID) question: string
  @Field(() => String) answer: string
  @Field(() => String) reason: string
}
@ObjectType()
export class AutomaticCheck {
  @Field(() => String) code: string
  @Field(() => Boolean) passed: boolean
  @Field(() => String) message: string
  @Field(() => String, { nullable: true }) at: string | null
}
@ObjectType()
export class Screening {
  @Field(() => Int) version: number
  @Field(() => [ScreeningAnswer]) answers: ScreeningAnswer[]
  @Field(() => [Citation]) citations: Citation[]
  @Field(() => String, { nullable: true }) classConfirmed: string | null
  @Field(() => String, { nullable: true }) classReason: string | null
  @Field(() => [AutomaticCheck]) automaticChecks: AutomaticCheck[]
}
@ObjectType()
export class SubmissionEdge {
  @Field(() => String) cursor: string
  @Field(() => Submission) node: Submission
}
@ObjectType()
export class SubmissionConnection {
  @Field(() => [SubmissionEdge]) edges: SubmissionEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
  @Field(() => Int) total: number
  @Field(() => Boolean) totalIsExact: boolean
}
@ObjectType({ description: 'A queue row: only what the list shows.' })
export class QueueRow {
  @Field(() => ID) id: string
  @Field(() => String) reference: string
  @Field(() => String) modelName: string
  @Field(() => String) modelVersion: string
  @Field(() => String) organisationName: string
  @Field(() => String, { nullable: true }) riskClass: string | null
  @Field(() => SubmissionStateEnum) state: string
  @Field(() => DateTime, { nullable: true }) submittedAt: Date | null
  @Field(() => DateTime, { nullable: true }) dueAt: Date | null
  @Field(() => Boolean) paused: boolean
  @Field(() => Boolean) overdue: boolean
  @Field(() => Int, { nullable: true }) daysLeft: number | null
  @Field(() => String, { nullable: true }) assignedTo: string | null
  @Field(() => Boolean) recused: boolean
  @Field(() => Boolean, { description: "a letter of it waits for the decision maker's leave to stop the clock again" })
  leaveAwaited: boolean
}
@ObjectType()
export class QueueEdge {
  @Field(() => String) cursor: string
  @Field(() => QueueRow) node: QueueRow
}
@ObjectType({ description: 'counts of the views, after access rules; capped at 1,001' })
export class QueueCounts {
  @Field(() => Int) mine: number
  @Field(() => Int) unassigned: number
  @Field(() => Int) dueSoon: number
  @Field(() => Int) leaveAwaited: number
  @Field(() => Int) all: number
}
@ObjectType()
export class QueueConnection {
  @Field(() => [QueueEdge]) edges: QueueEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
  @Field(() => Int) total: number
  @Field(() => Boolean) totalIsExact: boolean
  @Field(() => QueueCounts) counts: QueueCounts
}

export const QueueView = {
  mine: 'mine',
  unassigned: 'unassigned',
  dueSoon: 'dueSoon',
  leaveAwaited: 'leaveAwaited',
  all: 'all',
} as const
export const QueueSort = {
  dueAt: 'dueAt',
  submittedAt: 'submittedAt',
  reference: 'reference',
  modelName: 'modelName',
} as const
registerEnumType(QueueView, { name: 'QueueView' })
registerEnumType(QueueSort, { name: 'QueueSort' })
