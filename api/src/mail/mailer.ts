import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import type { Language } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { letterOf } from './letters.ts'
import { Post } from './post.ts'
import type { Handed } from './post.ts'

const atOnce = 20
const mostTries = 6
/** A sender that took a letter this long ago and told nothing since is dead. */
const unsureAfterMinutes = 10

type Due = { id: string; recipient: string; language: Language; kind: string; subject_id: string; tries: number }

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
    const due = await this.claim()
    let sent = 0
    for (const letter of due) {
      const words = letterOf(letter.kind, letter.language, this.portal.origin)
      const handed = await this.post.send({ id: letter.id, to: letter.recipient, language: letter.language, ...words })
      if (handed.ok) sent += 1
      if (await this.settle(letter, handed)) lost.push(letter.id)
    }
    if (lost.length > 0) throw new Error(`letters that were not delivered: ${lost.join(', ')}`)
    return sent
  }

  private claim(): Promise<Due[]> {
    return run(this.databases.worker, system, 'write', (tx) =>
      tx.rows<Due>(
        `update delivery set claimed_at = now(), tries = tries + 1
         where id in (select id from delivery where claimed_at is null and failed_at is null and due_at <= now()
           order by due_at limit ${atOnce} for update skip locked)
         returning id, recipient, language, kind, subject_id, tries`,
      ),
    )
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
