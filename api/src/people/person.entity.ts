import { Field, ID, ObjectType } from '@nestjs/graphql'
import { Column, Entity, PrimaryColumn } from 'typeorm'

@Entity('person')
@ObjectType()
export class Person {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('integer') version: number
  @Column('text') @Field(() => String) name: string
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) office: string | null
  @Column('uuid', { nullable: true }) organisationId: string | null
  @Column('text', { array: true }) roles: string[]
  @Column('text', { array: true }) expertise: string[]
  @Column('timestamptz') createdAt: Date
}
