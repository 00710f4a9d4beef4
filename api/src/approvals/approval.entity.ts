import { Field, ObjectType } from '@nestjs/graphql'
import { Column, Entity } from 'typeorm'
import { approval } from '@placet/shared/approval/approval.machine'
import { CaseObject } from '../kernel/case-object.ts'
import { DateTime } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

const ApprovalStateEnum = stateEnum('ApprovalState', approval.states)

/** The right that a decision creates; it lives for years and is changed only by later decisions. */
@Entity('approval')
@ObjectType()
export class Approval extends CaseObject {
  @Field(() => ApprovalStateEnum) declare state: string
  @Column('uuid') decisionId: string
  @Column('text') @Field(() => String) registerNo: string
  @Column('timestamptz') @Field(() => DateTime) grantedAt: Date
  @Column('timestamptz') @Field(() => DateTime) validUntil: Date
}
