import { Injectable } from '@nestjs/common'
import type { RefuseOrganisationInput, VerifyOrganisationInput } from '@placet/shared/people/people.schema'
import { has } from '../kernel/auth/actor.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { findAll, findById } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { cursorOf, keysOf, pageOf, pageSize, rowsFor, searchWords } from '../kernel/paging.ts'
import { plainCommand } from '../kernel/plain-command.ts'
import { refuse } from '../kernel/refusal.ts'
import { unmet } from '../kernel/workflow.ts'
import { Organisation } from '../people/index.ts'
import type { OrganisationConnection } from './organisation.types.ts'

const countedTo = 1001
export const rulings = ['waiting', 'verified', 'refused'] as const
type Ruling = (typeof rulings)[number]
const ruled: Record<Ruling, string> = {
  waiting: 'verified_at is null and refused_at is null',
  verified: 'verified_at is not null',
  refused: 'refused_at is not null',
}

/** Organisations as the agency rules on them: an unverified one may draft, not submit. */
@Injectable()
export class Organisations {
  constructor(private readonly databases: Databases) {}

  /** By name; `ruling` null for all. */
  async list(
    call: Call,
    ask: { first: number; after: string | null; q: string | null; ruling: Ruling | null },
  ): Promise<OrganisationConnection> {
    const tx = await call.tx()
    const first = pageSize(ask.first)
    const after = keysOf(ask.after, ['text', 'id'])
    const words = searchWords(ask.q).toLowerCase()
    const like = words === '' ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`
    const found = `($1::text is null or lower(name) like $1) and ${ask.ruling === null ? 'true' : ruled[ask.ruling]}`
    const rows = await findAll(
      tx,
      Organisation,
      `where ${found} and ($2::text is null or (lower(name), id) > ($2, $3::uuid)) order by lower(name), id limit ${rowsFor(first)}`,
      [like, after?.[0] ?? null, after?.[1] ?? null],
    )
    const counted = await tx.one<{ total: number }>(
      `select count(*)::int as total from (select 1 from organisation where ${found} limit ${countedTo}) c`,
      [like],
    )
    const page = pageOf(rows, first, ask.after, (node) => ({
      cursor: cursorOf(node.name.toLowerCase(), node.id),
      node,
    }))
    const total = counted?.total ?? 0
    return { ...page, total, totalIsExact: total < countedTo }
  }

  /** Its dossiers may be submitted from now on; a refusal before is lifted. */
  verify(call: Call, { commandId, id, version }: VerifyOrganisationInput): Promise<Answer> {
    return this.rule(call, 'VERIFY', commandId, id, version, null, async (tx) => {
      await tx.rows(
        `update organisation set verified_at = now(), refused_at = null, refusal_reason = null, version = version + 1 where id = $1`,
        [id],
      )
    })
  }

  /** It may draft on, and not submit; its people read the reason. Also takes a verification back. */
  refuse(call: Call, { commandId, id, version, reason }: RefuseOrganisationInput): Promise<Answer> {
    return this.rule(call, 'REFUSE', commandId, id, version, reason, async (tx) => {
      await tx.rows(
        `update organisation set verified_at = null, refused_at = now(), refusal_reason = $2, version = version + 1 where id = $1`,
        [id, reason],
      )
    })
  }

  async find(call: Call, id: string): Promise<Organisation> {
    await call.readAfresh()
    const found = await findById(await call.tx(), Organisation, id)
    if (found === undefined) throw notFound()
    return Object.assign(found, { __typename: 'Organisation' })
  }

  private rule(
    call: Call,
    action: string,
    commandId: string,
    id: string,
    version: number,
    reason: string | null,
    work: (tx: Tx) => Promise<void>,
  ): Promise<Answer> {
    const named = { commandId, action, process: 'organisation', subjectId: id, input: { version, reason } }
    return plainCommand(this.databases.app, call, named, async (tx) => {
      const found = await findById(tx, Organisation, id)
      if (found === undefined) throw notFound()
      if (!has(call.actor, 'agencyAdmin')) return refuse.notPermitted(call.language, [unmet('people.onlyAgencyAdmin')])
      const [locked] = await tx.rows<{ version: number }>(`select version from organisation where id = $1 for update`, [
        id,
      ])
      if (locked?.version !== version) return refuse.stale(call.language, locked?.version ?? found.version)
      if (action === 'VERIFY' && found.verifiedAt !== null) return refuse.outOfTurn(call.language, 'verified')
      if (action === 'REFUSE' && found.refusedAt !== null) return refuse.outOfTurn(call.language, 'refused')
      await work(tx)
      return { answer: { __typename: 'Organisation', id }, detail: { reason } }
    })
  }
}
