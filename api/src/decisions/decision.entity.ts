import { Field, ID, ObjectType } from '@nestjs/graphql'
import { Column, Entity } from 'typeorm'
import { decision } from '@placet/shared/decision/decision.machine'
import { CaseObject } from '../kernel/case-object.ts'
import { DateOnly } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

export const DecisionStateEnum = stateEnum('DecisionState', decision.states)

@ObjectType()
export class Departure {
  @Field(() => String) stage: string
  @Field(() => String) reason: string
}

@ObjectType()
export class Condition {
  @Field(() => ID) id: string
  @Field(() => String) text: string
  @Field(() => DateOnly) dueAt: string
  @Field(() => String) evidence: string
}

/** An act of the agency: prepared, signed, issued and then never changed. */
@Entity('decision')
@ObjectType()
export class Decision extends CaseObject {
  @Column('text') @Field(() => String) kind: string
  @Column('text', { nullable: true }) outcome: string | null
  @Column('text') reasons: string
  @Column('text') publicSummary: string
  @Column('jsonb') departures: Departure[]
  @Column('jsonb') conditions: Condition[]
  @Column('jsonb') answers: { question: string; answer: string; reason: string }[]
  @Column('uuid') drafterId: string
  @Column('boolean') drafterLeft: boolean
  @Column('integer') signaturesNeeded: number
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) noticeText: string | null
  @Column('boolean') noticeDone: boolean
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) noticeComments: string | null
  @Column('text', { nullable: true }) returnReason: string | null
  @Column('timestamptz', { nullable: true }) signedAt: Date | null
  @Column('timestamptz', { nullable: true }) recallUntil: Date | null
  @Column('timestamptz', { nullable: true }) issuedAt: Date | null
  @Column('uuid', { nullable: true }) signerId: string | null
  @Column('uuid', { nullable: true }) countersignerId: string | null
}
