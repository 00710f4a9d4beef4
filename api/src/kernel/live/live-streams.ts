import { Injectable } from '@nestjs/common'
import type { BeforeApplicationShutdown } from '@nestjs/common'
import { isApplicant } from '../auth/actor.ts'
import type { Actor } from '../auth/actor.ts'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { Listener } from './listener.ts'

const atOnce = { ofSession: 3, inAll: 300 }
const heartbeatMs = 20_000
/** Steps that wait to be looked at, for one stream; beyond, it is closed, and its page asks for everything anew. */
const waitingAtMost = 200
const lookingAtOnce = 2
/** Idle limits of find_session (security.md 3): being told of something keeps no session alive. */
const idleMinutes = { applicant: 30, staff: 15 }

/** One open page: where its lines go. */
export type Outlet = { write(text: string): void; end(): void }

type Stream = { actor: Actor; outlet: Outlet; waiting: number }
type Seen = { stands: boolean; process: string | null; subject: string; case: string; own: boolean }

/**
 * Live updates (security.md 6): kinds and ids that the reader may see, nothing else. Session and access are asked before
 * each message, of the database; a stream ends with its session, and when its reader is recused from any case.
 */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<Stream>()
  private readonly looks: (() => Promise<void>)[] = []
  private looking = 0
  private readonly listener: Listener
  private readonly heartbeat = setInterval(() => this.beat(), heartbeatMs).unref()

  constructor(private readonly databases: Databases) {
    this.listener = new Listener(databases.listenUrl, {
      step: (id) => this.told(id),
      person: (id) => this.changed(id),
      gap: () => this.endAll(),
    })
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.heartbeat)
    this.endAll()
    await this.listener.close()
  }

  /**
   * Adds a stream; the function that takes it away again, or null where there are as many as may be.
   * @throws what `isAway` knows, when nothing can be listened to
   */
  async open(actor: Actor, outlet: Outlet): Promise<(() => void) | null> {
    const ofSession = [...this.streams].filter((other) => other.actor.session?.equals(actor.session ?? Buffer.alloc(0)))
    if (ofSession.length >= atOnce.ofSession || this.streams.size >= atOnce.inAll) return null
    const stream: Stream = { actor, outlet, waiting: 0 }
    this.streams.add(stream)
    try {
      await this.listener.open()
    } catch (cause) {
      this.streams.delete(stream)
      throw cause
    }
    outlet.write('retry: 3000\n\n')
    return () => {
      this.streams.delete(stream)
    }
  }

  private told(step: string): void {
    for (const stream of this.streams) this.look(stream, step)
  }

  /** A session of this person ended, or they are recused from a case. The page that is left asks anew. */
  private changed(person: string): void {
    for (const stream of this.streams) if (stream.actor.id === person) this.end(stream)
  }

  private beat(): void {
    for (const stream of this.streams) {
      stream.outlet.write(': \n\n')
      this.look(stream, null)
    }
  }

  private look(stream: Stream, step: string | null): void {
    if ((stream.waiting += 1) > waitingAtMost) return this.end(stream)
    this.looks.push(async () => {
      stream.waiting -= 1
      if (!this.streams.has(stream)) return
      const seen = await this.see(stream.actor, step).catch(() => undefined)
      if (seen?.stands !== true) return this.end(stream)
      if (seen.process === null || !this.streams.has(stream)) return
      const { process: kind, subject: id, case: caseId, own } = seen
      stream.outlet.write(`data: ${JSON.stringify({ kind, id, case: caseId, own })}\n\n`)
    })
    this.lookOn()
  }

  private lookOn(): void {
    while (this.looking < lookingAtOnce) {
      const next = this.looks.shift()
      if (next === undefined) return
      this.looking += 1
      void next().finally(() => {
        this.looking -= 1
        this.lookOn()
      })
    }
  }

  /** Does the session stand, and what of the step does its person see? Row-level security decides, as for a timeline. */
  private see(actor: Actor, step: string | null): Promise<Seen | undefined> {
    return run(this.databases.app, actor, 'read', (tx) =>
      tx.one<Seen>(
        `select exists (
             select 1 from session s join account a on a.person_id = s.person_id
              where s.token_hash = $1 and s.expires_at > now() and a.disabled_at is null
                and s.seen_at > now() - make_interval(mins => $2)) as stands,
           t.process, t.subject_id as subject, t.case_id as case, t.actor_id = $4 as own
         from (select 1) one left join transition t on t.id = $3`,
        [actor.session, isApplicant(actor) ? idleMinutes.applicant : idleMinutes.staff, step, actor.id],
      ),
    )
  }

  private end(stream: Stream): void {
    if (this.streams.delete(stream)) stream.outlet.end()
  }

  private endAll(): void {
    for (const stream of this.streams) this.end(stream)
  }
}
