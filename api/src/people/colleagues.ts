import { Injectable } from '@nestjs/common'
import type { ChangeRolesInput, RemoveColleagueInput } from '@placet/shared/people/people.schema'
import { announce } from '../kernel/announce.ts'
import { isApplicant } from '../kernel/auth/actor.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import { requireFresh } from '../kernel/auth/fresh.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { isRowId } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { cursorOf, keysOf, pageOf, pageSize, rowsFor, searchWords } from '../kernel/paging.ts'
import type { Permit } from '../kernel/permit.ts'
import { plainCommand } from '../kernel/plain-command.ts'
import type { Verdict } from '../kernel/policy.ts'
import { refuse } from '../kernel/refusal.ts'
import type { RefusalData } from '../kernel/refusal.ts'
import { reasons, say } from '../kernel/wording.ts'
import type { Colleague, ColleagueConnection } from './colleague.types.ts'
import { areOwnSides, mayManage } from './people.policy.ts'

const countedTo = 1001

type Row = Omit<Colleague, 'permits'> & { organisation_id: string | null }

const columns = `p.id, p.version, p.name, p.office, p.roles, p.expertise, p.organisation_id,
  (select a.email from account a where a.person_id = p.id) as email`
/** Who left has no role; the name stays under what they signed. */
const there = `cardinality(p.roles) > 0`
const side = (actor: Actor) =>
  isApplicant(actor) ? `p.organisation_id = $1` : `p.organisation_id is null and $1::uuid is null`

/** The people of one's own side: of the organisation, or of the agency. */
@Injectable()
export class Colleagues {
  constructor(private readonly databases: Databases) {}

  /** By name; `q` looks at name and office. */
  async list(call: Call, ask: { first: number; after: string | null; q: string | null }): Promise<ColleagueConnection> {
    const { actor } = call
    const tx = await call.tx()
    const first = pageSize(ask.first)
    const after = keysOf(ask.after, ['text', 'id'])
    const words = searchWords(ask.q).toLowerCase()
    const like = words === '' ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`
    const found = `${side(actor)} and ${there} and ($2::text is null or lower(p.name || ' ' || coalesce(p.office, '')) like $2)`
    const rows = await tx.rows<Row>(
      `select ${columns} from person p where ${found} and ($3::text is null or (p.name, p.id) > ($3, $4::uuid)) order by p.name, p.id limit ${rowsFor(first)}`,
      [actor.organisationId, like, after?.[0] ?? null, after?.[1] ?? null],
    )
    const counted = await tx.one<{ total: number; officers: number }>(
      `select count(*)::int as total, (select count(*)::int from person p where ${side(actor)} and 'applicantSigner' = any(p.roles)) as officers
       from (select 1 from person p where ${found} limit ${countedTo}) c`,
      [actor.organisationId, like],
    )
    const page = pageOf(rows, first, ask.after, (row) => ({
      cursor: cursorOf(row.name, row.id),
      node: withPermits(call, row),
    }))
    const total = counted?.total ?? 0
    const invite = permitOf(call, 'INVITE', mayManage(actor, { id: null, organisationId: actor.organisationId }))
    return { ...page, total, totalIsExact: total < countedTo, officers: counted?.officers ?? 0, permits: [invite] }
  }

  changeRoles(call: Call, input: ChangeRolesInput): Promise<Answer> {
    const { commandId, id, version, roles, expertise } = input
    return this.about(
      call,
      'CHANGE_ROLES',
      commandId,
      id,
      version,
      { version, roles, expertise },
      async (tx, before) => {
        if (!areOwnSides(call.actor, roles))
          return refuse.invalid(call.language, [{ path: 'roles', message: say(call.language, 'people.rolesOfOthers') }])
        await tx.rows(`update person set roles = $2, expertise = $3, version = version + 1 where id = $1`, [
          id,
          [...new Set(roles)],
          [...new Set(expertise)],
        ])
        await announce(tx, 'rolesChanged', id)
        return { detail: { before: before.roles, after: roles } }
      },
    )
  }

  /** Ends an account: its sessions end in the same transaction, its open invitations of others stay. */
  remove(call: Call, { commandId, id, version, reason }: RemoveColleagueInput): Promise<Answer> {
    return this.about(call, 'REMOVE', commandId, id, version, { version, reason }, async (tx, before) => {
      await tx.rows(`update person set roles = '{}', version = version + 1 where id = $1`, [id])
      await tx.rows(`update account set disabled_at = now() where person_id = $1`, [id])
      return { detail: { before: before.roles, reason } }
    })
  }

  /** The person as they stand now; without permits and address when they are gone. */
  async find(call: Call, id: string): Promise<Colleague> {
    await call.readAfresh()
    const row = await this.row(await call.tx(), call.actor, id)
    if (row === undefined) throw notFound()
    return withPermits(call, row)
  }

  private async row(tx: Tx, actor: Actor, id: string): Promise<Row | undefined> {
    if (!isRowId(id)) return undefined
    return tx.one<Row>(`select ${columns} from person p where p.id = $2 and ${side(actor)}`, [actor.organisationId, id])
  }

  private about(
    call: Call,
    action: string,
    commandId: string,
    id: string,
    version: number,
    input: object,
    work: (tx: Tx, before: Row) => Promise<{ detail: object } | RefusalData>,
  ): Promise<Answer> {
    requireFresh(call.actor)
    const named = { commandId, action, process: 'people', subjectId: id, input }
    return plainCommand(this.databases.app, call, named, async (tx) => {
      // One change at a time on each side: two administrators who dismiss each other meet here.
      await tx.rows(`select pg_advisory_xact_lock(hashtextextended('people:' || $1::text, 0))`, [
        call.actor.organisationId ?? 'agency',
      ])
      const before = await this.row(tx, call.actor, id)
      const stillAdmin = await this.row(tx, call.actor, call.actor.id)
      if (before === undefined || (before.roles.length === 0 && action !== 'REMOVE')) throw notFound()
      const now = { ...call.actor, roles: call.actor.roles.filter((role) => stillAdmin?.roles.includes(role)) }
      const verdict = mayManage(now, { id, organisationId: before.organisation_id })
      if (verdict === 'hidden') throw notFound()
      if (verdict.length > 0) return refuse.notPermitted(call.language, verdict)
      if (before.version !== version) return refuse.stale(call.language, before.version)
      const done = await work(tx, before)
      return 'refusal' in done ? done : { answer: { __typename: 'Colleague', id }, detail: done.detail }
    })
  }
}

function withPermits(call: Call, { organisation_id, ...row }: Row): Colleague {
  const verdict = mayManage(call.actor, { id: row.id, organisationId: organisation_id })
  const acts = row.roles.length === 0 ? [] : ['CHANGE_ROLES', 'REMOVE']
  return Object.assign(row, {
    __typename: 'Colleague',
    permits: acts.map((event) => permitOf(call, event, verdict)),
  })
}

const permitOf = (call: Call, event: string, verdict: Verdict): Permit => ({
  event,
  allowed: verdict !== 'hidden' && verdict.length === 0,
  because: verdict === 'hidden' ? [] : reasons(call.language, verdict),
})
