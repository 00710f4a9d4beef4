import { Field, Int, ObjectType } from '@nestjs/graphql'
import { Column, Entity } from 'typeorm'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { CaseObject } from '../kernel/case-object.ts'
import { stateEnum } from '../kernel/states.ts'

const ReviewStageStateEnum = stateEnum('ReviewStageState', reviewStage.states)

/** One required stage of the review of a case. */
@Entity('review_stage')
@ObjectType()
export class ReviewStage extends CaseObject {
  @Field(() => ReviewStageStateEnum) declare state: string
  @Column('text') @Field(() => String) stage: string
  @Column('uuid', { nullable: true }) leadId: string | null
  @Column('integer') @Field(() => Int) reviewersNeeded: number
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) recommendation: string | null
  @Column('boolean') stale: boolean
}
