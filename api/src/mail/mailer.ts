import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import type { Language } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { sha256 } from '../kernel/record.ts'
import { letterOf, withToken } from './letters.ts'
import { Post } from './post.ts'
import type { Handed } from './post.ts'

const atOnce = 20
const mostTries = 6
/** A sender that took a letter this long ago and told nothing since is dead. */
const unsureAfterMinutes = 10
/** After their end; the audit record keeps who joined by what. */
const linksKeptDays = 30

type Due = {
  id: string
  recipient: string
  language: Language
  kind: string
  subject_id: string
  tries: number
  token?: string
  organisation?: string
}

/** Sends what the outbox made letters of: each is claimed and the claim committed before it goes out (P3). */
@Injectable()
export class Mailer {
  readonly post: Post

  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
  ) {
    this.post = new Post(portal)
  }

  /**
   * One round; answers with the number of letters that were handed over.
   * @throws where letters failed for good, after all the others were sent: the worker reports it
   */
  async tick(): Promise<number> {
    const lost = await this.giveUpUnsure()
    await this.forgetOldLinks()
    const due = await this.claim()
    let sent = 0
    for (const letter of due) {
      const words = letterOf(letter, this.portal.origin)
      const handed = await this.post.send({ id: letter.id, to: letter.recipient, language: letter.language, ...words })
      if (handed.ok) sent += 1
      if (await this.settle(letter, handed)) lost.push(letter.id)
    }
    if (lost.length > 0) throw new Error(`letters that were not delivered: ${lost.join(', ')}`)
    return sent
  }

  private claim(): Promise<Due[]> {
    return run(this.databases.worker, system, 'write', async (tx) => {
      const due = await tx.rows<Due>(
        `update delivery set claimed_at = now(), tries = tries + 1
         where id in (select id from delivery where claimed_at is null and failed_at is null and due_at <= now()
           order by due_at limit ${atOnce} for update skip locked)
         returning id, recipient, language, kind, subject_id, tries`,
      )
      const ready: Due[] = []
      for (const letter of due) {
        const link = withToken.has(letter.kind) ? await freshLink(tx, letter) : {}
        if (link === null)
          await tx.rows(`update delivery set failed_at = now(), fault = 'WITHDRAWN' where id = $1`, [letter.id])
        else ready.push({ ...letter, ...link })
      }
      return ready
    })
  }

  /** True where the letter is given up: refused for good, tried often enough, or taken over perhaps. */
  private async settle({ id, tries }: Due, handed: Handed): Promise<boolean> {
    const gone = !handed.ok && (!handed.again || tries >= mostTries)
    const set = handed.ok
      ? `sent_at = now(), fault = $2`
      : gone
        ? `failed_at = now(), fault = $2`
        : `claimed_at = null, due_at = now() + interval '1 minute' * (2 ^ tries), fault = $2`
    await run(this.databases.worker, system, 'write', (tx) =>
      tx.rows(`update delivery set ${set} where id = $1`, [id, handed.ok ? null : handed.fault]),
    )
    return gone
  }

  private async forgetOldLinks(): Promise<void> {
    await run(this.databases.worker, system, 'write', (tx) =>
      tx.rows(
        `delete from access_link where id in (select id from access_link where expires_at < now() - interval '${linksKeptDays} days' limit 100)`,
      ),
    )
  }

  private async giveUpUnsure(): Promise<string[]> {
    const rows = await run(this.databases.worker, system, 'write', (tx) =>
      tx.rows<{ id: string }>(
        `update delivery set failed_at = now(), fault = 'UNSURE' where sent_at is null and failed_at is null
         and claimed_at < now() - interval '${unsureAfterMinutes} minutes' returning id`,
      ),
    )
    return rows.map(({ id }) => id)
  }
}

/** A new token for what the letter is about, kept as its SHA-256 alone; null where the link is not to be used any more. */
async function freshLink(tx: Tx, { subject_id }: Due): Promise<{ token: string; organisation: string } | null> {
  const token = randomBytes(32).toString('base64url')
  const link = await tx.one<{ organisation: string }>(
    `update access_link l set token_hash = $2 where id = $1 and used_at is null and withdrawn_at is null and expires_at > now()
     returning coalesce(l.organisation_name, (select o.name from organisation o where o.id = l.organisation_id), '') as organisation`,
    [subject_id, sha256(token)],
  )
  return link === undefined ? null : { token, organisation: link.organisation }
}
