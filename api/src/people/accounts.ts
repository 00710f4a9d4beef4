import { Injectable } from '@nestjs/common'
import type {
  AskReset,
  ChangeEmailInput,
  Join,
  RegisterOrganisation,
  ResetPassword,
} from '@placet/shared/people/people.schema'
import { announce, announceLink } from '../kernel/announce.ts'
import { signingIn } from '../kernel/auth/actor.ts'
import { requireFresh } from '../kernel/auth/fresh.ts'
import { passwordFaults } from '../kernel/auth/password-rules.ts'
import { hashPassword } from '../kernel/auth/password.ts'
import { endSessions } from '../kernel/auth/sessions.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { isTaken } from '../kernel/db/faults.ts'
import { run } from '../kernel/db/run.ts'
import type { Tx } from '../kernel/db/run.ts'
import { plainCommand } from '../kernel/plain-command.ts'
import { recordAct, sha256 } from '../kernel/record.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Unmet } from '@placet/shared/kernel/process'
import { unmet } from '../kernel/workflow.ts'

/** Asked for one address in an hour; what is beyond is answered alike and does nothing. */
const askedAtMost = 3
const resetMinutes = 30
const emailHours = 2
const registrationDays = 1

type Kind = 'registration' | 'member' | 'staff' | 'reset' | 'email'
type Link = {
  id: string
  kind: Kind
  email: string
  language: string
  organisation_id: string | null
  organisation_name: string | null
  roles: string[]
  expertise: string[]
  person_id: string | null
}

/** What became of a link: it worked, it cannot be used, or the password is not good enough. */
export type Used = 'done' | 'unusable' | Unmet[]

/** What a link is for, as its holder may read it. */
export type LinkRead = { kind: Kind; email: string; organisation: string | null; roles: string[] }

/** Accounts as their holders make and keep them; everything that begins without a session begins with a link in a letter. */
@Injectable()
export class Accounts {
  constructor(private readonly databases: Databases) {}

  /** Whether anybody has the address is for the letter to say, which only its holder reads. */
  async askRegistration({ organisationName, email, language }: RegisterOrganisation): Promise<void> {
    await this.askLink('registration', email, (tx) =>
      tx.one<{ id: string }>(
        `insert into access_link (kind, email, language, organisation_name, roles, expires_at)
         values ('registration', $1, $2, $3, '{applicantEditor,applicantSigner,organisationAdmin}', now() + interval '${registrationDays} days') returning id`,
        [email, language, organisationName],
      ),
    )
  }

  async askReset({ email, language }: AskReset): Promise<void> {
    await this.askLink('reset', email, (tx) =>
      tx.one<{ id: string }>(
        `insert into access_link (kind, email, language, expires_at) values ('reset', $1, $2, now() + interval '${resetMinutes} minutes') returning id`,
        [email, language],
      ),
    )
  }

  /** What the link is for; null for one that was used, withdrawn, replaced, is too old, or never was. */
  async read(token: string): Promise<LinkRead | null> {
    return run(this.databases.app, signingIn, 'read', async (tx) => {
      const link = await usable(tx, token)
      if (link === undefined) return null
      const { kind, email, roles, organisation_name } = link
      const organisation =
        link.organisation_id === null
          ? organisation_name
          : ((await tx.one<{ name: string }>(`select name from organisation where id = $1`, [link.organisation_id]))
              ?.name ?? null)
      return { kind, email, organisation, roles }
    })
  }

  /** Makes the account, and the organisation where the link registers one. */
  async join({ token, name, office, password }: Join): Promise<Used> {
    return this.use(token, ['registration', 'member', 'staff'], { password, words: [name] }, async (tx, link, hash) => {
      const organisationId = await organisationOf(tx, link)
      const made = await tx.one<{ id: string }>(
        `insert into person (name, office, organisation_id, roles, expertise) values ($1, $2, $3, $4, $5) returning id`,
        [name, office, organisationId, link.roles, link.expertise],
      )
      if (made === undefined) throw new Error('a person gave no row')
      await tx.rows(`insert into account (person_id, email, password_hash, language) values ($1, $2, $3, $4)`, [
        made.id,
        link.email,
        hash,
        link.language,
      ])
      return { personId: made.id, action: 'JOIN', detail: { roles: link.roles, link: link.id } }
    })
  }

  /** Another password: every session ends with it, the second factor stays. */
  async resetPassword({ token, password }: ResetPassword): Promise<Used> {
    return this.use(token, ['reset'], { password, words: [] }, async (tx, link, hash) => {
      const personId = link.person_id ?? ''
      await tx.rows(`update account set password_hash = $2 where person_id = $1`, [personId, hash])
      await endSessions(tx, personId)
      await announce(tx, 'passwordChanged', personId)
      return { personId, action: 'RESET_PASSWORD', detail: {} }
    })
  }

  /** The address counts from now on; every session ends. */
  async confirmEmail(token: string): Promise<Used> {
    return this.use(token, ['email'], null, async (tx, link) => {
      const personId = link.person_id ?? ''
      await tx.rows(`update account set email = $2 where person_id = $1`, [personId, link.email])
      await endSessions(tx, personId)
      return { personId, action: 'CHANGE_EMAIL', detail: {} }
    })
  }

  /** The address counts once the letter to it was opened; the old one is told. Whether somebody else has it is not said. */
  askEmailChange(call: Call, { commandId, email }: ChangeEmailInput): Promise<Answer> {
    const { actor } = call
    requireFresh(actor)
    const named = { commandId, action: 'ASK_EMAIL_CHANGE', process: 'people', subjectId: actor.id, input: { email } }
    return plainCommand(this.databases.app, call, named, async (tx) => {
      const asked = await tx.one<{ n: number }>(
        `select count(*)::int as n from access_link where kind = 'email' and person_id = $1 and asked_at > now() - interval '1 hour'`,
        [actor.id],
      )
      if ((asked?.n ?? 0) >= askedAtMost) return refuse.incomplete(call.language, [unmet('people.askedTooOften')])
      await tx.rows(
        `update access_link set withdrawn_at = now() where kind = 'email' and person_id = $1 and used_at is null and withdrawn_at is null`,
        [actor.id],
      )
      const made = await tx.one<{ id: string }>(
        `insert into access_link (kind, email, language, person_id, asked_by, expires_at)
         values ('email', $1, $2, $3, $3, now() + interval '${emailHours} hours') returning id`,
        [email, call.language, actor.id],
      )
      if (made === undefined) throw new Error('a link gave no row')
      await announceLink(tx, 'email', made.id)
      return { answer: { __typename: 'EmailChange', id: made.id } }
    })
  }

  private async askLink(
    kind: 'registration' | 'reset',
    email: string,
    make: (tx: Tx) => Promise<{ id: string } | undefined>,
  ): Promise<void> {
    await run(this.databases.app, signingIn, 'write', async (tx) => {
      const asked = await tx.one<{ n: number }>(
        `select count(*)::int as n from (select 1 from access_link where kind = $1 and lower(email) = lower($2) and asked_at > now() - interval '1 hour' limit ${askedAtMost}) c`,
        [kind, email],
      )
      if ((asked?.n ?? 0) >= askedAtMost) return
      const made = await make(tx)
      if (made !== undefined) await announceLink(tx, kind, made.id)
    })
  }

  private async use(
    token: string,
    kinds: readonly Kind[],
    fresh: { password: string; words: readonly string[] } | null,
    work: (tx: Tx, link: Link, hash: string) => Promise<{ personId: string; action: string; detail: object }>,
  ): Promise<Used> {
    const known = await run(this.databases.app, signingIn, 'read', (tx) => usable(tx, token))
    if (known === undefined || !kinds.includes(known.kind)) return 'unusable'
    const words = [known.email, known.organisation_name ?? '']
    const faults = fresh === null ? [] : passwordFaults(fresh.password, [...words, ...fresh.words])
    if (faults.length > 0) return faults
    // Outside the transaction: it takes a tenth of a second, and waits for its turn.
    const hash = fresh === null ? '' : await hashPassword(fresh.password)
    try {
      return await run(this.databases.app, signingIn, 'write', async (tx) => {
        const link = await usable(tx, token, 'for update')
        if (link === undefined) return 'unusable'
        await tx.rows(`update access_link set used_at = now() where id = $1`, [link.id])
        const { personId, action, detail } = await work(tx, link, hash)
        const actor = { ...signingIn, id: personId }
        await recordAct(tx, {
          actor,
          action,
          process: 'people',
          subjectId: personId,
          caseId: null,
          outcome: 'done',
          detail,
        })
        return 'done'
      })
    } catch (cause) {
      // Meanwhile somebody has the address.
      if (isTaken(cause, 'account_email')) return 'unusable'
      throw cause
    }
  }
}

const usable = (tx: Tx, token: string, lock: '' | 'for update' = ''): Promise<Link | undefined> =>
  tx.one<Link>(
    `select id, kind, email, language, organisation_id, organisation_name, roles, expertise, person_id from access_link
     where token_hash = $1 and used_at is null and withdrawn_at is null and expires_at > now() ${lock}`,
    [sha256(token)],
  )

async function organisationOf(tx: Tx, link: Link): Promise<string | null> {
  if (link.kind !== 'registration') return link.organisation_id
  const made = await tx.one<{ id: string }>(`insert into organisation (name) values ($1) returning id`, [
    link.organisation_name,
  ])
  return made?.id ?? null
}
