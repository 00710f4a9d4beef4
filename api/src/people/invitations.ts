import { Injectable } from '@nestjs/common'
import type { InviteColleagueInput } from '@placet/shared/people/people.schema'
import { announceLink } from '../kernel/announce.ts'
import { isApplicant } from '../kernel/auth/actor.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import { requireFresh } from '../kernel/auth/fresh.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { isRowId } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { cursorOf, keysOf, pageOf, pageSize, rowsFor } from '../kernel/paging.ts'
import { plainCommand } from '../kernel/plain-command.ts'
import { refuse } from '../kernel/refusal.ts'
import { say } from '../kernel/wording.ts'
import { unmet } from '../kernel/workflow.ts'
import type { Invitation, InvitationConnection } from './colleague.types.ts'
import { areOwnSides, mayManage } from './people.policy.ts'

/** How long the link of an invitation works. */
const days = 7
/** Open at once on one side: a list that a person can still read, and no tool for sending mail to strangers. */
const openAtMost = 100

const columns = `id, email, language, roles, expertise, asked_at as "askedAt", expires_at as "expiresAt", expires_at < now() as expired`
const open = `used_at is null and withdrawn_at is null`
const kindOf = (actor: Actor) => (isApplicant(actor) ? 'member' : 'staff')
const ours = (actor: Actor) =>
  isApplicant(actor) ? `kind = 'member' and organisation_id = $1` : `kind = 'staff' and $1::uuid is null`

/** Invitations that are out: made, sent again, withdrawn. What they carry becomes an account in `Accounts`. */
@Injectable()
export class Invitations {
  constructor(private readonly databases: Databases) {}

  /** Newest first; empty for who manages nobody. */
  async list(call: Call, ask: { first: number; after: string | null }): Promise<InvitationConnection> {
    const { actor } = call
    const first = pageSize(ask.first)
    const after = keysOf(ask.after, ['moment', 'id'])
    const rows = await (
      await call.tx()
    ).rows<Invitation>(
      `select ${columns} from access_link where ${ours(actor)} and ${open} and ($2::timestamptz is null or (asked_at, id) < ($2, $3::uuid))
       order by asked_at desc, id desc limit ${rowsFor(first)}`,
      [actor.organisationId, after?.[0] ?? null, after?.[1] ?? null],
    )
    return pageOf(rows, first, ask.after, (node) => ({ cursor: cursorOf(node.askedAt.toISOString(), node.id), node }))
  }

  async find(call: Call, id: string): Promise<Invitation> {
    await call.readAfresh()
    const row = await this.row(await call.tx(), call.actor, id, 'true')
    if (row === undefined) throw notFound()
    return Object.assign(row, { __typename: 'Invitation' })
  }

  invite(call: Call, { commandId, ...input }: InviteColleagueInput): Promise<Answer> {
    const { actor } = call
    requireFresh(actor)
    const named = { commandId, action: 'INVITE', process: 'people', subjectId: actor.id, input }
    return plainCommand(this.databases.app, call, named, async (tx) => {
      const verdict = mayManage(actor, { id: null, organisationId: actor.organisationId })
      if (verdict === 'hidden' || verdict.length > 0)
        return refuse.notPermitted(call.language, verdict === 'hidden' ? [] : verdict)
      if (!areOwnSides(actor, input.roles))
        return refuse.invalid(call.language, [{ path: 'roles', message: say(call.language, 'people.rolesOfOthers') }])
      const counted = await tx.one<{ n: number; same: number }>(
        `select count(*)::int as n, count(*) filter (where lower(email) = lower($2))::int as same from access_link where ${ours(actor)} and ${open}`,
        [actor.organisationId, input.email],
      )
      if ((counted?.same ?? 0) > 0)
        return refuse.incomplete(call.language, [unmet('people.alreadyInvited', {}, 'email')])
      if ((counted?.n ?? 0) >= openAtMost)
        return refuse.incomplete(call.language, [unmet('people.tooManyInvitations', { most: openAtMost })])
      const made = await tx.one<{ id: string }>(
        `insert into access_link (kind, email, language, organisation_id, roles, expertise, asked_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, now() + interval '${days} days') returning id`,
        [
          kindOf(actor),
          input.email,
          input.language,
          actor.organisationId,
          [...new Set(input.roles)],
          [...new Set(input.expertise)],
          actor.id,
        ],
      )
      if (made === undefined) throw new Error('an invitation gave no row')
      await announceLink(tx, kindOf(actor), made.id)
      return { answer: { __typename: 'Invitation', id: made.id }, detail: { roles: input.roles } }
    })
  }

  /** Another letter with another link; the term begins anew. */
  resend(call: Call, ask: { commandId: string; id: string }): Promise<Answer> {
    return this.about(call, 'RESEND', ask, async (tx) => {
      await tx.rows(
        `update access_link set asked_at = now(), expires_at = now() + interval '${days} days' where id = $1`,
        [ask.id],
      )
      await announceLink(tx, kindOf(call.actor), ask.id)
    })
  }

  withdraw(call: Call, ask: { commandId: string; id: string }): Promise<Answer> {
    return this.about(call, 'WITHDRAW_INVITATION', ask, async (tx) => {
      await tx.rows(`update access_link set withdrawn_at = now() where id = $1`, [ask.id])
    })
  }

  private row(tx: Tx, actor: Actor, id: string, which: string): Promise<Invitation | undefined> {
    if (!isRowId(id)) return Promise.resolve(undefined)
    return tx.one<Invitation>(`select ${columns} from access_link where id = $2 and ${ours(actor)} and ${which}`, [
      actor.organisationId,
      id,
    ])
  }

  private about(
    call: Call,
    action: string,
    { commandId, id }: { commandId: string; id: string },
    work: (tx: Tx) => Promise<void>,
  ): Promise<Answer> {
    const named = { commandId, action, process: 'people', subjectId: id, input: null }
    return plainCommand(this.databases.app, call, named, async (tx) => {
      // Row-level security shows invitations to the administrator of their side alone.
      if ((await this.row(tx, call.actor, id, open)) === undefined) throw notFound()
      await work(tx)
      return { answer: { __typename: 'Invitation', id } }
    })
  }
}
