import { Field, ObjectType } from '@nestjs/graphql'
import { Column, Entity } from 'typeorm'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
import { CaseObject } from '../kernel/case-object.ts'
import { DateTime } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

const AssignmentStateEnum = stateEnum('AssignmentState', reviewerAssignment.states)

@ObjectType()
export class NamesToDeclare {
  @Field(() => String) applicant: string
  @Field(() => String) model: string
  @Field(() => [String]) upstreamDevelopers: string[]
  @Field(() => String) funders: string
}

@ObjectType()
export class Declaration {
  @Field(() => [String]) kinds: string[]
  @Field(() => String) detail: string
  /** What the same reviewer declared before in this assignment, oldest first. */
  earlier?: Declaration[]
}

/** One reviewer's part in one stage. Access to the dossier opens only from `active`. */
@Entity('reviewer_assignment')
@ObjectType()
export class ReviewerAssignment extends CaseObject {
  @Field(() => AssignmentStateEnum) declare state: string
  @Column('uuid') stageId: string
  @Column('text') @Field(() => String, { name: 'stageKey' }) stage: string
  @Column('uuid') reviewerId: string
  @Column('uuid') proposedBy: string
  @Column('text') @Field(() => String) reference: string
  @Column('jsonb')
  @Field(() => NamesToDeclare, { name: 'namesToDeclare', description: 'only what is needed to declare interests' })
  names: NamesToDeclare
  @Column('jsonb', { nullable: true }) declaration: Declaration | null
  @Column('text', { nullable: true }) reason: string | null
  @Column('timestamptz') @Field(() => DateTime) proposedAt: Date
}
