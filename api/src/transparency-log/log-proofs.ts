import { Injectable } from '@nestjs/common'
import type { QueryResultRow } from 'pg'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { anyone } from '../kernel/auth/actor.ts'
import type { Tx } from '../kernel/db/run.ts'
import { storedHashes } from './stored-tree.ts'
import type { Ask } from './stored-tree.ts'
import { consistencyRanges, inclusionRanges } from './tree.ts'

/**
 * What a receipt holds of the log, all in base64: the leaf's own bytes, what its commitment opens with, its path to the
 * root, and the signed checkpoint (C2SP note) with that root. With the public keys it is checked by anyone, offline.
 */
export type LogProof = {
  leaf: string
  opening: { salt: string; record: string }
  index: number
  size: number
  path: string[]
  checkpoint: string
}

export type Inclusion = { index: number; size: number; path: string[] }
export type Consistency = { from: number; to: number; path: string[] }

const inBase64 = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('base64'))

/** What the log can prove, read with the role of the public. */
@Injectable()
export class LogProofs {
  constructor(private readonly databases: Databases) {}

  /** The newest checkpoint, or that of a size; with the lines of the witnesses who have seen it. */
  async findCheckpoint(size?: number): Promise<{ size: number; note: string } | null> {
    const [row] = await this.ask<{ size: string; note: string }>(
      `select c.size, c.note || coalesce((select string_agg(w.line, '' order by w.witness) from log_cosignature w where w.size = c.size), '') as note
       from log_checkpoint c where c.size = coalesce($1, (select max(size) from log_checkpoint))`,
      [size ?? null],
    )
    return row === undefined ? null : { size: Number(row.size), note: row.note }
  }

  /** Leaves that a checkpoint covers, from `start` up to and without `end`. */
  async leaves(start: number, end: number): Promise<Buffer[]> {
    const rows = await this.ask<{ bytes: Buffer }>(
      `select l.bytes from log_position p join log_leaf l on l.id = p.leaf_id
       where p.position >= $1 and p.position < least($2, (select max(size) from log_checkpoint)) order by p.position`,
      [start, end],
    )
    return rows.map(({ bytes }) => bytes)
  }

  /** Leaves that a checkpoint covers; 0 where there is none. */
  async size(): Promise<number> {
    const [row] = await this.ask<{ size: string }>(`select coalesce(max(size), 0) as size from log_checkpoint`, [])
    return Number(row?.size)
  }

  /** Needs index < size <= `size()`. */
  async inclusion(index: number, size: number): Promise<Inclusion> {
    return { index, size, path: inBase64(await storedHashes(this.ask, inclusionRanges(index, size))) }
  }

  /** Needs 0 < from <= to <= `size()`. */
  async consistency(from: number, to: number): Promise<Consistency> {
    return { from, to, path: inBase64(await storedHashes(this.ask, consistencyRanges(from, to))) }
  }

  /**
   * The proof of a signature's leaf, for whoever may see the signature: `tx` is theirs. Null until a checkpoint covers it,
   * a second or two after the signature, and where its salt was erased.
   */
  async findProof(tx: Tx, leafId: string): Promise<LogProof | null> {
    const [place] = await this.ask<{ bytes: Buffer; position: string }>(
      `select l.bytes, p.position from log_leaf l join log_position p on p.leaf_id = l.id
       where l.id = $1 and p.position < (select max(size) from log_checkpoint)`,
      [leafId],
    )
    const checkpoint = await this.findCheckpoint()
    const opening = await tx.one<{ salt: Buffer; record: Buffer }>(`select * from open_signature_leaf($1)`, [leafId])
    if (place === undefined || checkpoint === null || opening === undefined) return null
    return {
      leaf: place.bytes.toString('base64'),
      opening: { salt: opening.salt.toString('base64'), record: opening.record.toString('base64') },
      ...(await this.inclusion(Number(place.position), checkpoint.size)),
      checkpoint: checkpoint.note,
    }
  }

  private readonly ask: Ask = <Row extends QueryResultRow>(text: string, values: unknown[]) =>
    run(this.databases.public, anyone, 'read', (tx) => tx.rows<Row>(text, values))
}
