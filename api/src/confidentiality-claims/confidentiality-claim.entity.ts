import { Field, ID, ObjectType } from '@nestjs/graphql'
import { Column, Entity } from 'typeorm'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { CaseObject } from '../kernel/case-object.ts'
import { DateOnly } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

const ClaimStateEnum = stateEnum('ClaimState', confidentialityClaim.states)

@Entity('confidentiality_claim')
@ObjectType()
export class ConfidentialityClaim extends CaseObject {
  @Field(() => ClaimStateEnum) declare state: string
  @Column('text') @Field(() => ID) field: string
  @Column('text') @Field(() => String) reason: string
  @Column('text') @Field(() => String) explanation: string
  @Column('date', { nullable: true }) @Field(() => DateOnly, { nullable: true }) until: string | null
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) ruling: string | null
}
