import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { Column, PrimaryColumn } from 'typeorm'

/** What every object of a case has, submission apart: its id is the case. */
@ObjectType({ isAbstract: true })
export abstract class CaseObject {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('uuid') caseId: string
  @Column('uuid') organisationId: string
  @Column('integer') @Field(() => Int) version: number
  @Column('text') state: string
}
