import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import type { Tx } from '../kernel/db/run.ts'
import { DateTime } from '../kernel/scalars.ts'

@ObjectType()
export class Signature {
  @Field(() => ID) id: string
  @Field(() => String) meaning: string
  @Field(() => String) name: string
  @Field(() => String) office: string
  @Field(() => DateTime) at: Date
  @Field(() => String) recordHash: string
  @Field(() => Boolean) voided: boolean
  @Field(() => String) proofKind: string
  @Field(() => String) jws: string
  @Field(() => Int, { nullable: true }) logIndex: number | null
}

/** Signatures of one subject, oldest first, each with its place in the log once the sequencer gave it one. */
export async function signaturesOf(tx: Tx, subjectId: string): Promise<Signature[]> {
  const rows = await tx.rows<Omit<Signature, 'logIndex'> & { logIndex: string | null }>(
    `select s.id, s.meaning, s.printed_name as name, s.office, s.at, encode(r.sha256, 'hex') as "recordHash",
       exists (select 1 from signature_void v where v.signature_id = s.id) as voided, s.proof_kind as "proofKind", s.jws, p.position as "logIndex"
     from signature s join revision r on r.id = s.revision_id left join log_position p on p.leaf_id = s.leaf_id
     where s.subject_id = $1 order by s.at limit 100`,
    [subjectId],
  )
  return rows.map((row) => ({ ...row, logIndex: row.logIndex === null ? null : Number(row.logIndex) }))
}
