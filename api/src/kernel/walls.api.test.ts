import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger, claimRow } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'

/** What stands in PostgreSQL itself, behind the API: tried in SQL, with each role's own login. */
let a: Arranger
let issued: CaseInTheMaking
let app: pg.Client
let worker: pg.Client
let anyone: pg.Client
let owner: pg.Client

beforeAll(async () => {
  a = await Arranger.open()
  const answers = { confidentialityClaims: [claimRow('operatingLogic', '2099-01-01')] }
  issued = await a.submission({ answers }).signed()
  const { id, version } = await issued.decision()
  await (await a.as('decisionMaker')).do('recallDecision', { id, version, reason: 'A slip.' })
  await issued.write()
  await issued.sendForSignature()
  await issued.signIt()
  await a.pass(1)
  const connect = async (connectionString: string) => {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    await client.connect()
    return client
  }
  app = await connect(a.database.appUrl)
  worker = await connect(a.database.workerUrl)
  anyone = await connect(a.database.publicUrl)
  owner = await connect(a.database.ownerUrl)
}, 180_000)
afterAll(async () => {
  await Promise.all([app, worker, anyone, owner].map((client) => client?.end()))
  await a.close()
})

/** What the statement was refused with; its transaction is taken back either way. */
async function refusal(
  client: pg.Client,
  text: string,
  values: unknown[] = [],
): Promise<{ code: string; constraint?: string; message: string } | null> {
  await client.query('begin')
  try {
    await client.query(text, values)
    return null
  } catch (cause) {
    const { code, constraint, message } = cause as pg.DatabaseError
    return { code: code ?? '', ...(constraint === undefined ? {} : { constraint }), message }
  } finally {
    await client.query('rollback')
  }
}

type Wall = {
  name: string
  enabled: boolean
  forced: boolean
  app_reads: boolean
  worker_reads: boolean
  public_reads: boolean
}
const walls = (): Promise<Wall[]> =>
  a.rows<Wall>(
    `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
       has_table_privilege('portal_app', c.oid, 'select') as app_reads, has_table_privilege('portal_worker', c.oid, 'select') as worker_reads,
       has_table_privilege('portal_public', c.oid, 'select') as public_reads
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and exists (
       select 1 from pg_attribute t where t.attrelid = c.oid and t.attname in ('case_id', 'organisation_id') and not t.attisdropped) order by 1`,
  )
/** Written by everyone, read by no role of the application: they need no policy on reading. */
const writtenOnly = ['audit_entry', 'outbox']
/** Across cases the worker finds what is due; what it then does runs inside each case. */
const workerFinds = ['timer', 'document', 'upload', 'notice', 'case_part', 'person', 'account', 'access_link']

describe('row-level security', () => {
  test('is enabled and forced on every table with a case or an organisation', async () => {
    const found = await walls()
    expect(found.length).toBeGreaterThan(25)
    for (const { name, enabled, forced, app_reads } of found)
      expect({ name, walled: enabled && forced, app_reads: writtenOnly.includes(name) && app_reads }).toEqual({
        name,
        walled: !writtenOnly.includes(name),
        app_reads: false,
      })
  })

  test('has a policy for each command on each of those tables, and one for the owner', async () => {
    for (const { name } of (await walls()).filter((wall) => !writtenOnly.includes(wall.name))) {
      const policies = await a.rows<{ cmd: string; roles: string[] }>(
        `select cmd, roles::text[] from pg_policies where tablename = $1`,
        [name],
      )
      const commands = policies.filter(({ roles }) => roles.includes('portal_app')).map(({ cmd }) => cmd)
      expect({ name, commands: [...new Set(commands)].toSorted() }).toEqual({
        name,
        commands: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
      })
      expect(policies.some(({ roles }) => roles.includes('portal_owner'))).toBe(true)
    }
  })

  test('shows the application no row of a tenant’s without knowing who asks', async () => {
    for (const { name, app_reads } of await walls()) {
      if (!app_reads) continue
      const { rows } = await app.query<{ n: number }>(`select count(*)::int as n from ${name}`)
      expect({ name, ...rows[0] }).toEqual({ name, n: 0 })
    }
    for (const name of ['submission', 'organisation', 'person', 'account', 'session', 'command']) {
      const { rows } = await app.query<{ n: number }>(`select count(*)::int as n from ${name}`)
      expect({ name, ...rows[0] }).toEqual({ name, n: 0 })
    }
  })

  test('shows the worker without a case only what it must find', async () => {
    for (const { name, worker_reads } of await walls()) {
      if (!worker_reads || workerFinds.includes(name) || writtenOnly.includes(name) || name === 'submission') continue
      const { rows } = await worker.query<{ n: number }>(`select count(*)::int as n from ${name}`)
      expect({ name, ...rows[0] }).toEqual({ name, n: 0 })
    }
  })

  test('the public’s role reads the register and the log, and nothing else', async () => {
    expect((await walls()).filter(({ public_reads }) => public_reads)).toEqual([])
    expect((await anyone.query(`select 1 from register_entry`)).rows).toHaveLength(1)
    expect((await anyone.query(`select 1 from log_leaf`)).rows.length).toBeGreaterThan(0)
    for (const table of ['submission', 'person', 'answer', 'log_salt', 'policy_pack', 'transition', 'audit_entry'])
      expect((await refusal(anyone, `select 1 from ${table}`))?.code).toBe('42501')
    expect((await refusal(anyone, `delete from register_entry`))?.code).toMatch(/^(42501|25006)$/)
  })

  test('why a signature was made void is not shown to the applicant, whatever is asked', async () => {
    const officer = await a.one<{ id: string; organisation_id: string }>(
      `select p.id, p.organisation_id from person p join account c on c.person_id = p.id where c.email = 'officer@helio.example'`,
    )
    await app.query('begin')
    await app.query(`select set_config('app.user_id', $1, true), set_config('app.org_id', $2, true)`, [
      officer.id,
      officer.organisation_id,
    ])
    const { rows } = await app.query(`select reason from signature_void`)
    await app.query('rollback')
    expect(rows).toEqual([])
    expect((await a.rows(`select reason from signature_void`)).length).toBeGreaterThan(0)
  })

  test('keeps no context on a connection that served a request', async () => {
    const officer = await a.as('officer')
    await Promise.all(Array.from({ length: 30 }, () => officer.read(`{ submissions { total } }`)))
    const counts = await Promise.all(
      Array.from({ length: 30 }, () =>
        a.app.databases.app.query<{ n: number }[]>(`select count(*)::int as n from submission`),
      ),
    )
    for (const [row] of counts) expect(row?.n).toBe(0)
  })

  test('an inspector’s role reads what the application may, secrets apart, and changes nothing', async () => {
    const inspector = new pg.Client({ connectionString: a.database.inspectorUrl })
    await inspector.connect()
    try {
      const { rows } = await inspector.query(`select count(*)::int as n from submission`)
      expect(rows).toEqual([{ n: 0 }])
      await inspector.query('begin')
      await inspector.query(
        `select set_config('app.user_id', $1, true), set_config('app.agency', 'yes', true), set_config('app.case_wide', 'yes', true)`,
        [await a.idOf('inspector')],
      )
      expect((await inspector.query(`select 1 from submission where id = $1`, [issued.id])).rows).toHaveLength(1)
      await inspector.query('rollback')
      expect((await refusal(inspector, `select password_hash from account`))?.code).toBe('42501')
      await inspector.query(`set default_transaction_read_only = off`)
      const tables = await a.rows<{ name: string }>(
        `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
      )
      expect(tables.length).toBeGreaterThan(40)
      for (const { name } of tables)
        for (const statement of [`delete from ${name}`, `insert into ${name} default values`, `truncate ${name}`])
          expect({ name, code: (await refusal(inspector, statement))?.code }).toEqual({ name, code: '42501' })
    } finally {
      await inspector.end()
    }
  })

  test('a recusal closes the case to the inspector’s role too', async () => {
    const readers = await a.rows<{ name: string }>(
      `select tablename as name from pg_policies where roles::text[] @> '{portal_inspector}' and (qual = 'true' or qual is null)`,
    )
    expect(readers).toEqual([])
  })

  test('the backup’s role enters the migrated database, reads every row and changes none', async () => {
    // A clone has no rights of its own; the template has those that the migration gave.
    const [entry] = await a.rows<{ enters: boolean }>(
      `select bool_and(has_database_privilege('portal_backup', datname, 'connect')
         and not exists (select 1 from aclexplode(datacl) where grantee = 0)) as enters
       from pg_database where datname like 'placet\\_template\\_%'`,
    )
    expect(entry?.enters).toBe(true)
    const operator = new pg.Client({ connectionString: a.database.ownerUrl })
    await operator.connect()
    try {
      await operator.query(`set role portal_backup`)
      const { rows } = await operator.query<{ n: number }>(`select count(*)::int as n from submission`)
      expect(rows[0]?.n).toBeGreaterThan(0)
      for (const statement of [`delete from submission`, `update account set email = email`, `create table mine ()`])
        expect({ statement, code: (await refusal(operator, statement))?.code }).toEqual({ statement, code: '42501' })
    } finally {
      await operator.end()
    }
  })

  test('no role of the application owns a table or walks around the policies', async () => {
    const roles = await a.rows(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname in ('portal_app', 'portal_worker', 'portal_public', 'portal_inspector')`,
    )
    expect(roles).toHaveLength(4)
    for (const { rolsuper, rolbypassrls, rolcreaterole, rolcreatedb } of roles)
      expect([rolsuper, rolbypassrls, rolcreaterole, rolcreatedb]).toEqual([false, false, false, false])
    expect(
      await a.rows(`select tablename from pg_tables where schemaname = 'public' and tableowner <> 'portal_owner'`),
    ).toEqual([])
    expect((await refusal(app, `create table mine (id int)`))?.code).toBe('42501')
    expect((await refusal(app, `set role portal_owner`))?.code).toBe('42501')
  })
})

const history = [
  'transition',
  'audit_entry',
  'log_leaf',
  'log_position',
  'answer_history',
  'revision',
  'signature',
  'signature_void',
]

describe('history', () => {
  const statements = (table: string, column: string) => [
    `update ${table} set ${column} = ${column}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ]
  const columnOf = async (table: string): Promise<string> =>
    (
      await a.one<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`,
        [table],
      )
    ).name

  test.each(history)('%s holds rows to try it on', async (table) => {
    expect((await a.one<{ n: number }>(`select count(*)::int as n from ${table}`)).n).toBeGreaterThan(0)
  })

  test.each(history)('%s is not changed, deleted or emptied by the application’s roles', async (table) => {
    for (const client of [app, worker])
      for (const statement of statements(table, await columnOf(table)))
        expect(await refusal(client, statement)).toMatchObject({
          code: '42501',
          message: expect.stringContaining('permission denied') as string,
        })
  })

  test.each(history)('%s is not changed, deleted or emptied by its owner either', async (table) => {
    for (const statement of statements(table, await columnOf(table)))
      expect(await refusal(owner, statement)).toMatchObject({
        code: '42501',
        message: expect.stringContaining('history is append-only') as string,
      })
  })

  const step = `insert into transition (case_id, organisation_id, applicant_sees, process, subject_id, from_state, event, to_state, actor_id, office, at)
    select id, organisation_id, true, $2, id, $3, $4, $5, $6, 'psql', now() from submission where id = $1`
  test.each([
    ['submission', 'draft', 'ACCEPT', 'decided'],
    ['submission', 'draft', 'SUBMIT', 'decided'],
    ['submission', 'decided', 'WITHDRAW', 'withdrawn'],
    ['decision', 'drafting', 'SIGN', 'signed'],
    ['nothing', 'draft', 'SUBMIT', 'submitted'],
  ])('takes no move that its machine does not have: %s %s %s %s', async (...move) => {
    expect(await refusal(owner, step, [issued.id, ...move, randomUUID()])).toMatchObject({
      code: '23503',
      constraint: 'transition_is_legal',
    })
  })

  test('takes a legal one, so that it is the machine that decides', async () => {
    expect(
      await refusal(owner, step, [issued.id, 'submission', 'draft', 'SUBMIT', 'submitted', randomUUID()]),
    ).toBeNull()
  })

  test('legal moves are not the application’s to write', async () => {
    const row = [`'submission'`, `'draft'`, `'ACCEPT'`, `'decided'`].join(', ')
    expect((await refusal(app, `insert into legal_transition values (${row})`))?.code).toBe('42501')
  })
})

describe('separation of duties in SQL', () => {
  const part = `insert into case_part (case_id, organisation_id, person_id, part, since) select id, organisation_id, $2, $3, now() from submission where id = $1`
  const apart = { code: '23514', constraint: 'case_part_duties_apart' }
  const working = ['submitter', 'adviser', 'screener', 'caseManager', 'stageLead', 'reviewer', 'drafter']

  /** Has the first part, then takes the second. */
  async function both(first: string, second: string): Promise<Awaited<ReturnType<typeof refusal>>> {
    const person = await a.idOf('inspector')
    const text = `with first as (${part.replace('$3', `'${first}'`)} returning 1) select 1 from first`
    await owner.query('begin')
    try {
      await owner.query(text, [issued.id, person])
      await owner.query(part, [issued.id, person, second])
      return null
    } catch (cause) {
      const { code, constraint, message } = cause as pg.DatabaseError
      return { code: code ?? '', constraint: constraint ?? '', message }
    } finally {
      await owner.query('rollback')
    }
  }

  test.each(
    working.flatMap(
      (one) =>
        [
          [one, 'signer'],
          [one, 'countersigner'],
        ] as const,
    ),
  )('a %s does not become %s', async (one, other) => {
    expect(await both(one, other)).toMatchObject(apart)
  })

  test.each(
    working.flatMap(
      (one) =>
        [
          ['signer', one],
          ['countersigner', one],
        ] as const,
    ),
  )('a %s does not become %s', async (one, other) => {
    expect(await both(one, other)).toMatchObject(apart)
  })

  test.each([
    ['signer', 'countersigner'],
    ['countersigner', 'signer'],
    ['submitter', 'reviewer'],
  ])('a %s does not become %s', async (one, other) => {
    expect(await both(one, other)).toMatchObject(apart)
  })

  test('parts that go together are taken', async () => {
    expect(await both('caseManager', 'drafter')).toBeNull()
  })

  test('a recused person does not sign', async () => {
    const person = await a.idOf('inspector')
    await owner.query('begin')
    await owner.query(`insert into case_recusal (person_id, case_id, at, reason) values ($1, $2, now(), 'x')`, [
      person,
      issued.id,
    ])
    await expect(owner.query(part, [issued.id, person, 'signer'])).rejects.toMatchObject(apart)
    await owner.query('rollback')
  })

  test('nobody’s part is rewritten by the application', async () => {
    expect((await refusal(app, `update case_part set part = 'signer'`))?.code).toBe('42501')
  })
})

describe('a decision in SQL', () => {
  const set = (what: string) => refusal(owner, `update decision set ${what} where case_id = $1`, [issued.id])

  test('is not signed and countersigned by one person', async () => {
    expect(await set('countersigner_id = signer_id')).toMatchObject({
      code: '23514',
      constraint: 'decision_signers_differ',
    })
  })

  test('is not signed by its drafter', async () => {
    const wanted = { code: '23514', constraint: 'decision_drafter_does_not_sign' }
    expect(await set('signer_id = drafter_id')).toMatchObject(wanted)
    expect(await set('countersigner_id = drafter_id')).toMatchObject(wanted)
  })

  test('is the only open one and the only final one of its case', async () => {
    const another = (state: string) =>
      refusal(
        owner,
        `insert into decision (case_id, organisation_id, state, kind, drafter_id) select case_id, organisation_id, $2, 'registration', drafter_id from decision where case_id = $1`,
        [issued.id, state],
      )
    expect(await another('issued')).toMatchObject({ code: '23505', constraint: 'decision_one_final' })
    expect(await another('drafting')).toBeNull()
    await owner.query('begin')
    const text = `insert into decision (case_id, organisation_id, state, kind, drafter_id) select case_id, organisation_id, 'drafting', 'registration', drafter_id from decision where case_id = $1 and state = 'issued'`
    await owner.query(text, [issued.id])
    await expect(owner.query(text, [issued.id])).rejects.toMatchObject({
      code: '23505',
      constraint: 'decision_one_open',
    })
    await owner.query('rollback')
  })

  test('grants one approval a case, with a number used once', async () => {
    const text = `insert into approval (case_id, organisation_id, decision_id, state, register_no, granted_at, valid_until)
      select case_id, organisation_id, decision_id, state, register_no, granted_at, valid_until from approval where case_id = $1`
    expect((await refusal(owner, text, [issued.id]))?.code).toBe('23505')
  })

  test('a ceremony seals once', async () => {
    const text = `insert into signature (case_id, organisation_id, process, subject_id, revision_id, ceremony_id, meaning, signer_id, printed_name, office, at, proof_kind, proof, jws, leaf_id)
      select case_id, organisation_id, process, subject_id, revision_id, ceremony_id, meaning, signer_id, printed_name, office, at, proof_kind, proof, jws, leaf_id from signature where case_id = $1 limit 1`
    expect((await refusal(owner, text, [issued.id]))?.code).toBe('23505')
  })

  test('a reviewer has one open assignment a stage', async () => {
    const text = `insert into reviewer_assignment (case_id, organisation_id, stage_id, stage, reviewer_id, proposed_by, state, reference, names, proposed_at)
      select case_id, organisation_id, stage_id, stage, reviewer_id, proposed_by, 'proposed', reference, names, proposed_at from reviewer_assignment where case_id = $1 limit 1`
    expect(await refusal(owner, text, [issued.id])).toMatchObject({
      code: '23505',
      constraint: 'assignment_one_active_per_stage',
    })
  })
})
