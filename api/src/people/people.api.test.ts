import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, mutation, never } from '../../test/mutation-rows.ts'
import type { Name, Visitor } from '../../test/portal.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const portal = () => a
const address = () => `${randomUUID()}@people.example`
const toOfficer = { language: 'fr', roles: ['applicantEditor'], expertise: [] }
const onlyOrganisation = /Only an administrator of your organisation does this/
const onlyAgency = /Only an administrator of the agency does this/
const ofPerson = async ({ id }: { id: string }) => ({
  id,
  version: (await a.one<{ version: number }>(`select version from person where id = $1`, [id])).version,
})
const strangers: readonly Name[] = ['rival', 'admin']

async function invited(by: Name = 'officer', more: object = {}): Promise<{ id: string; email: string }> {
  const made = await (
    await a.as(by)
  ).do('inviteColleague', {
    email: address(),
    ...toOfficer,
    ...(by === 'admin' ? { roles: ['reviewer'] } : {}),
    ...more,
  })
  return { id: String(made['id']), email: String(made['email']) }
}

mutation(portal, 'inviteColleague', {
  arrange: () => Promise.resolve(address()),
  by: 'officer',
  input: (email) => ({ email, ...toOfficer }),
  done: {
    answer: { __typename: 'Invitation', roles: ['applicantEditor'], expired: false },
    steps: [],
    audit: 'INVITE',
    letters: 1,
  },
  Invalid: [
    [{ email: 'nobody' }, 'email'],
    [{ email: 'a@b c.example' }, 'email'],
    [{ language: 'de' }, 'language'],
    [{ roles: [] }, 'roles'],
    [{ roles: ['emperor'] }, 'roles/0'],
    [{ roles: ['system'] }, 'roles/0'],
    [{ roles: ['caseManager'] }, 'roles'],
    [{ commandId: '1' }, 'commandId'],
  ],
  Incomplete: [{ arrange: async () => (await invited()).email, unmet: [['people.alreadyInvited', 'email']] }],
  NotPermitted: [
    { by: 'contributor', because: onlyOrganisation },
    { by: 'manager', because: onlyAgency },
    { by: 'inspector', because: onlyAgency },
  ],
  OutOfTurn: never('there is no state to be in'),
  Stale: never('nothing is changed'),
  CommandReused: { roles: ['applicantSigner'] },
  unseen: never('it names nothing that exists'),
  forbidden: never('each side invites its own'),
})

mutation(portal, 'resendInvitation', {
  arrange: () => invited(),
  by: 'officer',
  input: ({ id }) => ({ id }),
  done: { answer: { __typename: 'Invitation', expired: false }, steps: [], audit: 'RESEND', letters: 1 },
  Invalid: badId,
  Incomplete: never('an open invitation can be sent again'),
  NotPermitted: never('who may not sees no invitation'),
  OutOfTurn: never('what is used or withdrawn is not found'),
  Stale: never('nothing is changed that somebody read'),
  CommandReused: never('it holds nothing but the id'),
  unseen: ['rival', 'contributor', 'admin', 'manager'],
  forbidden: never('each side has its own'),
})

mutation(portal, 'withdrawInvitation', {
  arrange: () => invited('admin'),
  by: 'admin',
  input: ({ id }) => ({ id }),
  done: { answer: { __typename: 'Invitation' }, steps: [], audit: 'WITHDRAW_INVITATION' },
  Invalid: badId,
  Incomplete: never('an open invitation can be withdrawn'),
  NotPermitted: never('who may not sees no invitation'),
  OutOfTurn: never('what is used or withdrawn is not found'),
  Stale: never('nothing is changed that somebody read'),
  CommandReused: never('it holds nothing but the id'),
  unseen: ['officer', 'manager', 'rival'],
  forbidden: never('each side has its own'),
})

mutation(portal, 'changeRoles', {
  arrange: () => a.hire(['applicantEditor'], 'officer'),
  by: 'officer',
  input: async (who) => ({ ...(await ofPerson(who)), roles: ['applicantEditor', 'applicantSigner'], expertise: [] }),
  done: {
    answer: { __typename: 'Colleague', roles: ['applicantEditor', 'applicantSigner'] },
    steps: [],
    audit: 'CHANGE_ROLES',
    letters: 1,
  },
  Invalid: [...badOnVersion, [{ roles: [] }, 'roles'], [{ roles: ['inspector'] }, 'roles']],
  Incomplete: never('roles need nothing else'),
  NotPermitted: [
    { by: 'contributor', because: onlyOrganisation },
    { arrange: () => a.as('officer'), because: /Nobody changes their own roles/ },
    {
      arrange: () => a.as('admin'),
      by: 'admin',
      patch: { roles: ['decisionMaker'] },
      because: /Nobody changes their own roles/,
    },
    { arrange: () => a.hire(['reviewer']), by: 'manager', patch: { roles: ['caseManager'] }, because: onlyAgency },
  ],
  OutOfTurn: never('there is no state to be in'),
  Stale: {},
  CommandReused: { roles: ['organisationAdmin'] },
  unseen: strangers,
  forbidden: never('each side has its own'),
})

mutation(portal, 'removeColleague', {
  arrange: () => a.hire(['reviewer']),
  by: 'admin',
  input: async (who) => ({ ...(await ofPerson(who)), reason: 'She left the agency.' }),
  done: { answer: { __typename: 'Colleague', roles: [], permits: [] }, steps: [], audit: 'REMOVE' },
  Invalid: badReason,
  Incomplete: never('anybody but oneself can be removed'),
  NotPermitted: [
    { by: 'manager', because: onlyAgency },
    { arrange: () => a.as('admin'), because: /Nobody changes their own roles/ },
  ],
  OutOfTurn: never('there is no state to be in'),
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  unseen: ['officer', 'rival'],
  forbidden: never('each side has its own'),
})

mutation(portal, 'changeEmail', {
  arrange: () => Promise.resolve(address()),
  by: 'inspector',
  input: (email) => ({ email }),
  done: { answer: { __typename: 'EmailChange' }, steps: [], audit: 'ASK_EMAIL_CHANGE', letters: 1 },
  Invalid: [
    [{ email: 'x' }, 'email'],
    [{ commandId: '1' }, 'commandId'],
  ],
  Incomplete: [
    {
      arrange: async () => {
        await eager()
        return address()
      },
      by: () => eager(),
      unmet: [['people.askedTooOften', null]],
    },
  ],
  NotPermitted: never('everyone has an address'),
  OutOfTurn: never('there is no state to be in'),
  Stale: never('the last wish counts'),
  CommandReused: { email: 'another@people.example' },
  unseen: never('it names nothing that exists'),
  forbidden: never('everyone has an address'),
})

let asker: Promise<Visitor> | undefined
/** Somebody who asked three times already. */
function eager(): Promise<Visitor> {
  asker ??= a.hire(['reviewer']).then(async (person) => {
    for (let time = 0; time < 3; time += 1) await person.do('changeEmail', { email: address() })
    return person
  })
  return asker
}

const people = `query($q: String, $after: String) { colleagues(first: 2, q: $q, after: $after) { total officers permits { event allowed }
  edges { node { id name email roles } } pageInfo { hasNextPage endCursor } } }`
const me = `{ me { id } }`

describe('the list of colleagues', () => {
  test('holds one’s own side alone, page by page, and addresses for who manages it', async () => {
    await a.hire(['applicantEditor'], 'rival')
    const officer = await a.as('officer')
    const seen: { name: string; email: string | null }[] = []
    for (let after: string | null = null; ;) {
      const { colleagues } = await officer.read(people, { after })
      seen.push(...colleagues.edges.map(({ node }: { node: { name: string; email: string | null } }) => node))
      if (!colleagues.pageInfo.hasNextPage) {
        expect(colleagues.total).toBe(seen.length)
        break
      }
      after = colleagues.pageInfo.endCursor as string
    }
    expect(seen.map(({ name }) => name)).toEqual(expect.arrayContaining(['Amira Selim', 'Jonas Weber']))
    expect(seen.map(({ name }) => name)).not.toContain('Salma Farouk')
    expect(seen.every(({ email }) => email !== null)).toBe(true)
    const { colleagues } = await (await a.as('contributor')).read(people, { q: 'Amira' })
    expect(colleagues.edges).toMatchObject([{ node: { name: 'Amira Selim', email: null } }])
    expect(colleagues.permits).toEqual([{ event: 'INVITE', allowed: false }])
  })

  test('tells how many may sign', async () => {
    expect((await (await a.as('rival')).read(people)).colleagues.officers).toBe(1)
  })

  test('invitations are for the administrator of that side', async () => {
    const { id } = await invited()
    const list = `{ invitations(first: 100) { edges { node { id email } } } }`
    const ids = async (who: Name) =>
      (await (await a.as(who)).read(list)).invitations.edges.map(({ node }: { node: { id: string } }) => node.id)
    expect(await ids('officer')).toContain(id)
    for (const who of ['contributor', 'rival', 'manager', 'admin'] as const) expect(await ids(who)).not.toContain(id)
  })
})

describe('a change of rights', () => {
  test('ends the sessions of whom it is about, at the next request, and is a security event', async () => {
    const contributor = await a.hire(['applicantEditor'], 'officer')
    expect((await contributor.read(me)).me).toEqual({ id: contributor.id })
    await (
      await a.as('officer')
    ).do('changeRoles', {
      ...(await ofPerson(contributor)),
      roles: ['applicantSigner'],
      expertise: [],
    })
    expect((await contributor.read(me)).me).toBeNull()
    expect(
      await a.one(`select action, detail from audit_entry where subject_id = $1 order by id desc limit 1`, [
        contributor.id,
      ]),
    ).toEqual({ action: 'CHANGE_ROLES', detail: { before: ['applicantEditor'], after: ['applicantSigner'] } })
  })

  test('of who is removed leaves nothing open: session, sign-in, a part in a case', async () => {
    const c = await a.submission().draft()
    const member = await a.hire(['applicantEditor'], 'officer')
    const dossier = `query($id: ID!) { submission(id: $id) { id } }`
    expect((await member.read(dossier, { id: c.id })).submission.id).toBe(c.id)
    await (await a.as('officer')).do('removeColleague', { ...(await ofPerson(member)), reason: 'He left.' })
    expect((await member.ask(dossier, { id: c.id })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
    const { email } = await a.one<{ email: string }>(`select email from account where person_id = $1`, [member.id])
    const again = await a.anyone.fetch('/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'placet-demo-2026' }),
    })
    expect(again.status).toBe(401)
  })

  test('by two administrators who dismiss each other at once leaves one of them', async () => {
    const [one, other] = [await a.hire(['agencyAdmin']), await a.hire(['agencyAdmin'])]
    const outcomes = await Promise.all([
      one.send('removeColleague', { ...(await ofPerson(other)), reason: 'x' }),
      other.send('removeColleague', { ...(await ofPerson(one)), reason: 'x' }),
    ])
    expect(outcomes.filter(({ __typename }) => __typename === 'Colleague')).toHaveLength(1)
  })

  test('a refusal at a door names the roles that it is for, and who gives them', async () => {
    const { errors } = await (await a.as('manager')).ask(`{ organisationsToRule { total } }`)
    expect(errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', roles: ['agencyAdmin'], grantedBy: 'agencyAdmin' } },
    ])
  })
})

describe('in Postgres itself', () => {
  let app: pg.Client
  beforeAll(async () => {
    app = new pg.Client({ connectionString: a.database.appUrl })
    app.on('error', () => undefined)
    await app.connect()
  })
  afterAll(() => app.end())

  /** A statement of the application for this person; what it was refused with, or how many rows it changed. */
  async function as(who: { id: string }, roles: string, organisation: string, text: string, values: unknown[]) {
    await app.query('begin')
    try {
      await app.query(
        `select set_config('app.user_id', $1, true), set_config('app.org_id', $2, true), set_config('app.roles', $3, true), set_config('app.agency', $4, true)`,
        [who.id, organisation, `,${roles},`, organisation === '' ? 'yes' : ''],
      )
      return (await app.query(text, values)).rowCount
    } catch (cause) {
      return (cause as pg.DatabaseError).constraint ?? (cause as pg.DatabaseError).code
    } finally {
      await app.query('rollback')
    }
  }
  const grant = `update person set roles = $2 where id = $1`

  test('nobody grants themselves a role, whatever the program says', async () => {
    const admin = await a.as('admin')
    expect(await as(admin, 'agencyAdmin', '', grant, [admin.id, ['agencyAdmin', 'decisionMaker']])).toBe(
      'person_roles_not_ones_own',
    )
    const other = await a.hire(['reviewer'])
    expect(await as(admin, 'agencyAdmin', '', grant, [other.id, ['reviewer', 'stageLead']])).toBe(1)
  })

  test('nobody without the office grants anything, and nobody on the other side', async () => {
    const other = await a.hire(['reviewer'])
    expect(await as(await a.as('manager'), 'caseManager', '', grant, [other.id, ['stageLead']])).toBe(0)
    expect(
      await as(await a.as('admin'), 'agencyAdmin', '', grant, [await a.idOf('contributor'), ['applicantSigner']]),
    ).toBe(0)
  })

  test('a role is of one side', async () => {
    const other = await a.hire(['reviewer'])
    expect(await as(await a.as('admin'), 'agencyAdmin', '', grant, [other.id, ['applicantSigner']])).toBe(
      'person_roles_fit',
    )
  })

  test('an administrator takes nobody’s account over by its address or password', async () => {
    const other = await a.hire(['decisionMaker'])
    for (const column of ['email', 'password_hash'])
      expect(
        await as(
          await a.as('admin'),
          'agencyAdmin',
          '',
          `update account set ${column} = 'x@y.example' where person_id = $1`,
          [other.id],
        ),
      ).toBe('account_is_ones_own')
  })
})
