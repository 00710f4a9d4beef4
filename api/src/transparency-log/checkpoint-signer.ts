import { join } from 'node:path'
import { Injectable } from '@nestjs/common'
import { agencyNow } from '../kernel/agency-clock.ts'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { FileKeys } from '../kernel/signing/keys.ts'
import { checkpointText, logOrigin, signatureLine } from './checkpoint.ts'
import { SignedHeadFile } from './signed-head.ts'
import type { SignedHead } from './signed-head.ts'
import { storedHashes } from './stored-tree.ts'
import { Frontier, leafHash } from './tree.ts'

const lock = 7042026
const readAtOnce = 2000

/** What the log holds is not what was signed, or is less. Nothing is signed until people have looked. */
export class LogAlarm extends Error {}

/**
 * Signs the log's head. It believes no hash that is stored: it recomputes the root from the bytes of the leaves, all of
 * them when it begins and the new ones afterwards, and goes on from the head that it signed last, which it keeps in a file
 * of its own. Where the database says otherwise, or is shorter, it stops for good (security.md 8 and 10).
 */
@Injectable()
export class CheckpointSigner {
  /** Why it stopped. */
  alarm: LogAlarm | null = null
  private readonly last: SignedHeadFile
  private begun = false

  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
    private readonly keys: FileKeys,
  ) {
    this.last = new SignedHeadFile(join(portal.dataDir, 'log', 'signed-head.json'))
  }

  /**
   * Leaves that a new checkpoint covers and the one before did not.
   * @throws {LogAlarm} once; afterwards it signs nothing and says nothing, and `alarm` stays
   */
  async tick(): Promise<number> {
    if (this.alarm !== null) return 0
    try {
      return await run(this.databases.worker, system, 'write', (tx) => this.sign(tx))
    } catch (cause) {
      if (cause instanceof LogAlarm) this.alarm = cause
      throw cause
    }
  }

  private async sign(tx: Tx): Promise<number> {
    const [held] = await tx.rows<{ mine: boolean }>(`select pg_try_advisory_xact_lock(${lock}) as mine`)
    if (held?.mine !== true) return 0
    const [there] = await tx.rows<{ size: string; published: string }>(
      `select coalesce((select max(position) + 1 from log_position), 0) as size, coalesce((select max(size) from log_checkpoint), 0) as published`,
    )
    const [size, published] = [Number(there?.size), Number(there?.published)]
    const last = await this.last.read()
    if (last === null && published > 0)
      throw new LogAlarm(`a checkpoint of ${published} leaves is published, and ${this.last.path} is not there`)
    if (last !== null && last.frontier.size > size)
      throw new LogAlarm(`the log holds ${size} leaves, and a head of ${last.frontier.size} was signed`)
    const before = last?.frontier ?? new Frontier()
    if (!this.begun) await this.recompute(tx, before)
    this.begun = true
    // Signed, and then the process ended before it was published.
    if (last !== null && published < before.size) await this.publish(tx, last)
    if (size === before.size) return 0
    const frontier = await this.extend(tx, before.copy(), size)
    const [storedBefore, stored] = await storedHashes(
      (text, values) => tx.rows(text, values),
      [
        [0, before.size],
        [0, size],
      ],
    )
    if (storedBefore?.equals(before.root()) !== true)
      throw new LogAlarm(`the stored tree of ${before.size} leaves is not the one that was signed`)
    if (stored?.equals(frontier.root()) !== true)
      throw new LogAlarm(`the stored tree of ${size} leaves is not that of the leaves`)
    const head = await this.signed(tx, frontier)
    await this.last.write(head)
    await this.publish(tx, head)
    return size - before.size
  }

  private async recompute(tx: Tx, signed: Frontier): Promise<void> {
    const fromBytes = await this.extend(tx, new Frontier(), signed.size)
    if (!fromBytes.root().equals(signed.root()))
      throw new LogAlarm(`the ${signed.size} leaves that were signed are not the ones that are there`)
  }

  /** Reads the bytes of the leaves from the frontier's size on. */
  private async extend(tx: Tx, frontier: Frontier, size: number): Promise<Frontier> {
    while (frontier.size < size) {
      const leaves = await tx.rows<{ position: string; bytes: Buffer; hash: Buffer }>(
        `select p.position, l.bytes, l.hash from log_position p join log_leaf l on l.id = p.leaf_id
         where p.position >= $1 and p.position < $2 order by p.position limit ${readAtOnce}`,
        [frontier.size, size],
      )
      if (leaves.length === 0) throw new LogAlarm(`there is no leaf at ${frontier.size}`)
      for (const { position, bytes, hash } of leaves) {
        const own = leafHash(bytes)
        if (Number(position) !== frontier.size) throw new LogAlarm(`there is no leaf at ${frontier.size}`)
        if (!own.equals(hash))
          throw new LogAlarm(`the leaf at ${position} does not have the hash that is stored for it`)
        frontier.append(own)
      }
    }
    return frontier
  }

  private async signed(tx: Tx, frontier: Frontier): Promise<SignedHead> {
    const origin = logOrigin(this.portal.origin)
    const signer = await this.keys.current('checkpoints', await agencyNow(tx))
    const text = checkpointText({ origin, size: frontier.size, root: frontier.root() })
    const line = signatureLine(origin, signer.publicJwk.x, await signer.sign(Buffer.from(text)))
    return { frontier, note: `${text}\n${line}` }
  }

  private async publish(tx: Tx, { frontier, note }: SignedHead): Promise<void> {
    await tx.rows(
      `insert into log_checkpoint (size, root, note) values ($1, $2, $3) on conflict on constraint log_checkpoint_pkey do nothing`,
      [frontier.size, frontier.root(), note],
    )
  }
}
