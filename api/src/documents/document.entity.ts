import { Field, Float, ID, ObjectType } from '@nestjs/graphql'
import { Column, Entity, PrimaryColumn } from 'typeorm'
import { DateTime } from '../kernel/scalars.ts'
import { stateEnum } from '../kernel/states.ts'

const DocumentStateEnum = stateEnum('DocumentState', ['received', 'scanning', 'clean', 'rejected'])

/** A file of a dossier. Only a clean one can be downloaded or submitted. */
@Entity('document')
@ObjectType()
export class Document {
  @PrimaryColumn('uuid') @Field(() => ID) id: string
  @Column('uuid') caseId: string
  @Column('uuid') organisationId: string
  @Column('text') @Field(() => String) name: string
  @Column('bigint') @Field(() => Float, { description: 'bytes' }) size: string
  @Column('text') declaredType: string
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) mediaType: string | null
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) sha256: string | null
  @Column('text') @Field(() => DocumentStateEnum) state: 'received' | 'scanning' | 'clean' | 'rejected'
  @Column('text', { nullable: true }) @Field(() => String, { nullable: true }) rejection: string | null
  @Column('text') purpose: 'evidence' | 'modelCard'
  @Column('text') storageKey: string
  @Column('uuid') uploadedBy: string
  @Column('timestamptz') @Field(() => DateTime) uploadedAt: Date
  /** Null while only its organisation may see it. */
  @Column('timestamptz', { nullable: true }) handedInAt: Date | null
  @Column('timestamptz', { nullable: true }) rejectedAt: Date | null
  @Column('timestamptz', { nullable: true }) bytesRemovedAt: Date | null
}
