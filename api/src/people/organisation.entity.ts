import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { Column, Entity, PrimaryColumn } from 'typeorm'

@Entity('organisation')
@ObjectType()
export class Organisation {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('integer') @Field(() => Int) version: number
  @Column('text') @Field(() => String) name: string
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null
  @Column('timestamptz', { nullable: true }) refusedAt: Date | null
  @Column('text', { nullable: true }) refusalReason: string | null
  @Column('timestamptz') createdAt: Date

  @Field(() => Boolean) get verified(): boolean {
    return this.verifiedAt !== null
  }

  @Field(() => Boolean) get refused(): boolean {
    return this.refusedAt !== null
  }
}
