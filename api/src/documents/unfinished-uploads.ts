import { Field, Float, ID, ObjectType } from '@nestjs/graphql'
import type { Call } from '../kernel/call.ts'

/** A file that its sender began and has not sent whole: the same file can be sent on where it stopped. */
@ObjectType()
export class UnfinishedUpload {
  @Field(() => ID) id: string
  @Field(() => String) name: string
  @Field(() => Float, { description: 'bytes' }) size: number
  @Field(() => String, { description: 'the field that it answers, or `field.column`' }) field: string
  @Field(() => String, { description: 'what its sender knows the file by' }) mark: string
}

const atMost = 50

/** The reader's own unfinished uploads of a case, oldest first. */
export async function unfinishedUploads(call: Call, caseId: string): Promise<UnfinishedUpload[]> {
  const tx = await call.tx()
  const rows = await tx.rows<UnfinishedUpload>(
    `select id, name, size, field, mark from upload where case_id = $1 and uploaded_by = $2 and ended_at is null
      order by begun_at limit ${atMost}`,
    [caseId, call.actor.id],
  )
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}
