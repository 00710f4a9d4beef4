import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { Column, Entity, PrimaryColumn } from 'typeorm'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
import { CaseObject } from '../kernel/case-object.ts'
import { DateTime } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

const InformationRequestStateEnum = stateEnum('InformationRequestState', informationRequest.states)

/** One letter with questions of all stages; it usually stops the review clock. */
@Entity('information_request')
@ObjectType()
export class InformationRequest extends CaseObject {
  @Field(() => InformationRequestStateEnum) declare state: string
  /** Postgres gives it when the request is sent. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true, description: 'null while it is a draft' })
  number: number | null
  @Column('boolean') @Field(() => Boolean) stopsClock: boolean
  @Column('boolean') extraStop: boolean
  @Column('uuid') draftedBy: string
  @Column('timestamptz', { nullable: true }) @Field(() => DateTime, { nullable: true }) issuedAt: Date | null
  @Column('timestamptz', { nullable: true }) @Field(() => DateTime, { nullable: true }) answeredAt: Date | null
  @Column('integer', { nullable: true }) @Field(() => Int, { nullable: true }) extensionDays: number | null
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) extensionReason: string | null
  @Column('integer') extendedDays: number
  @Column('text', { nullable: true }) reason: string | null
}

@Entity('request_question')
@ObjectType()
export class RequestQuestion {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('uuid') requestId: string
  @Column('uuid') caseId: string
  @Column('uuid') organisationId: string
  @Column('integer') position: number
  @Column('text') @Field(() => String) stage: string
  @Column('text') @Field(() => ID) field: string
  @Column('text') @Field(() => String) question: string
  @Column('text') @Field(() => String) reason: string
  @Column('text') @Field(() => String) satisfiedBy: string
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) answer: string | null
  @Column('integer') @Field(() => Int) answeredVersion: number
  @Column('boolean', { nullable: true }) @Field(() => Boolean, { nullable: true }) complete: boolean | null
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) judgement: string | null
  @Column('boolean') issued: boolean
}
