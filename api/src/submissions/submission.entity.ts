import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { Column, Entity, PrimaryColumn } from 'typeorm'
import { submission } from '@placet/shared/submission/submission.machine'
import { DateTime } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

export const SubmissionStateEnum = stateEnum('SubmissionState', submission.states)

@ObjectType()
export class Citation {
  @Field(() => ID) field: string
  @Field(() => ID) section: string
  @Field(() => String) reason: string
}

/** The case: one request that the agency look at one version of one model. */
@Entity('submission')
@ObjectType()
export class Submission {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('uuid') organisationId: string
  @Column('integer') @Field(() => Int) version: number
  @Column('text') state: string
  @Column('text') kind: string
  @Column('text') @Field(() => String, { description: 'C- and eight random characters' }) reference: string
  @Column('uuid') @Field(() => ID) packId: string
  @Column('text') @Field(() => String) modelName: string
  @Column('text') @Field(() => String) modelVersion: string
  @Column('text', { nullable: true }) riskClass: string | null
  @Column('timestamptz') @Field(() => DateTime) createdAt: Date
  @Column('timestamptz', { nullable: true }) @Field(() => DateTime, { nullable: true }) submittedAt: Date | null
  @Column('timestamptz', { nullable: true }) acceptedAt: Date | null
  @Column('timestamptz', { nullable: true }) @Field(() => DateTime, { nullable: true }) decidedAt: Date | null
  @Column('timestamptz', { nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'due date of the clock that runs now, null when none' })
  dueAt: Date | null
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) dueClock: string | null
  @Column('boolean') @Field(() => Boolean) paused: boolean
  @Column('uuid', { nullable: true }) managerId: string | null
  @Column('jsonb') citations: { field: string; reason: string }[]
  @Column('text', { nullable: true }) advice: string | null
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'LMM-year-sequence once published' })
  registerNo: string | null
}
