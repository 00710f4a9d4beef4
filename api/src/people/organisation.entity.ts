import { Field, ID, ObjectType } from '@nestjs/graphql'
import { Column, Entity, PrimaryColumn } from 'typeorm'

@Entity('organisation')
@ObjectType()
export class Organisation {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('text') @Field(() => String) name: string
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null
  @Column('timestamptz') createdAt: Date

  @Field(() => Boolean) get verified(): boolean {
    return this.verifiedAt !== null
  }
}
