import 'reflect-metadata'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import { Global, Module } from '@nestjs/common'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import type { PolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase } from '../../test/database.ts'
import type { ClonedDatabase } from '../../test/database.ts'
import { Sessions } from '../kernel/auth/sessions.ts'
import { Databases } from '../kernel/db/databases.ts'
import { Portal } from '../kernel/portal.ts'
import { readSettings } from '../kernel/settings.ts'
import { Document } from './document.entity.ts'
import { DocumentRetention } from './document-retention.ts'
import { DocumentScanner } from './document-scanner.ts'
import { DocumentsModule } from './documents.module.ts'
import { FileStore } from './file-store.ts'

const origin = 'http://localhost:3000'

let database: ClonedDatabase
let databases: Databases
let owner: pg.Client
let folder: string
let app: NestFastifyApplication
let base: string

/** The app as it runs, with this feature alone in it. */
async function start(environment: Record<string, string> = {}): Promise<void> {
  @Global()
  @Module({
    providers: [
      { provide: Databases, useValue: databases },
      {
        provide: Portal,
        useValue: new Portal({ ...readSettings({ PLACET_DATA_DIR: folder, ...environment }), origin }),
      },
      Sessions,
    ],
    exports: [Databases, Portal, Sessions],
  })
  class Kernel {}
  const module = await Test.createTestingModule({ imports: [Kernel, DocumentsModule] }).compile()
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter())
  app.useLogger(false)
  await app.register(cookie)
  await app.listen(0, '127.0.0.1')
  base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
}

beforeAll(async () => {
  database = await cloneDatabase()
  folder = await mkdtemp(join(tmpdir(), 'placet-files-'))
  databases = await new Databases(database, [Document], 6).open()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query(
    `insert into agency_setting (name, country, time_zone, race_ethnicity) values ('Agency', 'EG', 'Africa/Cairo', '{}') on conflict do nothing`,
  )
  await start()
  await people()
})

afterAll(async () => {
  await app.close()
  await owner.end()
  await databases.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

type Person = { id: string; cookie: string }
let officer: Person
let colleague: Person
let rival: Person
let reviewer: Person
let manager: Person
let helio: string

async function people(): Promise<void> {
  const organisation = async (name: string) =>
    (await one<{ id: string }>(`insert into organisation (name) values ($1) returning id`, [name])).id
  const person = async (name: string, organisationId: string | null, roles: string[]): Promise<Person> => {
    const { id } = await one<{ id: string }>(
      `insert into person (name, organisation_id, roles) values ($1, $2, $3) returning id`,
      [name, organisationId, roles],
    )
    await owner.query(`insert into account (person_id, email, password_hash) values ($1, $2, 'x')`, [
      id,
      `${id}@people.example`,
    ])
    return { id, cookie: `sid=${await app.get(Sessions).begin(id, organisationId === null)}` }
  }
  helio = await organisation('Helio Health')
  const nile = await organisation('Nile Medical')
  officer = await person('Officer', helio, ['applicantSigner', 'applicantEditor'])
  colleague = await person('Colleague', helio, ['applicantEditor'])
  rival = await person('Rival', nile, ['applicantSigner'])
  reviewer = await person('Reviewer', null, ['reviewer'])
  manager = await person('Manager', null, ['caseManager'])
}

async function one<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row> {
  const [row] = (await owner.query<Row>(text, values)).rows
  if (row === undefined) throw new Error('no row')
  return row
}

async function dossier(state = 'draft', given: PolicyPack = defaultPack): Promise<string> {
  const pack = await one<{ id: string }>(
    `insert into policy_pack (version, document, sha256) values ($1, $2, sha256(convert_to($2, 'UTF8')))
     on conflict (version) do update set document = excluded.document returning id`,
    [given.version, JSON.stringify(given)],
  )
  const letters = randomBytes(8).toString('hex').toUpperCase().slice(0, 8)
  const { id } = await one<{ id: string }>(
    `insert into submission (organisation_id, state, reference, pack_id, model_name, model_version, created_at)
     values ($1, $2, $3, $4, 'Film Reader', '1', now()) returning id`,
    [helio, state, `C-${letters}`, pack.id],
  )
  return id
}

const row = (id: string) =>
  one<{
    state: string
    name: string
    size: string
    media_type: string | null
    sha256: string | null
    rejection: string | null
    storage_key: string
  }>(`select * from document where id = $1`, [id])

const metadata = (entries: Record<string, string>) =>
  Object.entries(entries)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

type Answer = { status: number; headers: Headers; text: string }

async function send(
  method: string,
  path: string,
  person: Person | null,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Answer> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      'tus-resumable': '1.0.0',
      'x-placet-upload': '1',
      origin,
      ...(person === null ? {} : { cookie: person.cookie }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const create = (
  person: Person | null,
  submissionId: string,
  size: number,
  name = 'data.csv',
  type = 'text/csv',
  more: Record<string, string> = {},
) =>
  send('POST', '/files', person, {
    'upload-length': String(size),
    'upload-metadata': metadata({ submissionId, filename: name, filetype: type, purpose: 'evidence' }),
    ...more,
  })

const patch = (person: Person | null, id: string, offset: number, bytes: Buffer) =>
  send(
    'PATCH',
    `/files/${id}`,
    person,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    bytes,
  )

const idOf = (answer: Answer): string => answer.headers.get('location')?.replace('/files/', '') ?? ''

/** A whole upload, and the verdict on it. */
async function upload(submissionId: string, bytes: Buffer, name = 'data.csv', type = 'text/csv'): Promise<string> {
  const id = idOf(await create(officer, submissionId, bytes.length, name, type))
  if (bytes.length > 0) expect((await patch(officer, id, 0, bytes)).status).toBe(204)
  await app.get(DocumentScanner).settled()
  return id
}

const download = (person: Person | null, id: string) => send('GET', `/files/${id}`, person)
const code = (answer: Answer) => [answer.status, (JSON.parse(answer.text) as { code: string }).code]
const csv = Buffer.from('group,n\nA,10\nB,12\n')

describe('a file goes in and comes out', () => {
  test('in parts, resumed where it stopped, hashed as it lies, inert when it leaves', async () => {
    const id = idOf(await create(officer, await dossier(), csv.length, 'C:\\نتائج "final".csv'))
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect((await patch(officer, id, 0, csv.subarray(0, 5))).headers.get('upload-offset')).toBe('5')
    const resumed = await send('HEAD', `/files/${id}`, officer)
    expect([resumed.status, resumed.headers.get('upload-offset'), resumed.headers.get('upload-length')]).toEqual([
      200,
      '5',
      String(csv.length),
    ])
    expect((await patch(officer, id, 3, csv.subarray(3))).status).toBe(409)
    expect((await patch(officer, id, 5, csv.subarray(5))).status).toBe(204)
    await app.get(DocumentScanner).settled()

    expect(await row(id)).toMatchObject({
      state: 'clean',
      name: 'نتائج _final_.csv',
      size: String(csv.length),
      media_type: 'text/csv',
      sha256: createHash('sha256').update(csv).digest('hex'),
    })
    const again = await send('HEAD', `/files/${id}`, officer)
    expect([again.status, again.headers.get('upload-offset')]).toEqual([200, String(csv.length)])

    const file = await download(officer, id)
    expect([file.status, file.text]).toEqual([200, csv.toString()])
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-length': String(csv.length),
      'content-disposition': `attachment; filename="_____ _final_.csv"; filename*=UTF-8''%D9%86%D8%AA%D8%A7%D8%A6%D8%AC%20_final_.csv`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    })
  })

  test('no name that a person gave is on the disk, and what is clean has left quarantine', async () => {
    const id = await upload(await dossier(), csv, 'secret-name.csv')
    const names = (await readdir(join(folder, 'files'), { recursive: true })).join(' ')
    expect([
      names.includes('secret-name'),
      names.includes(`quarantine/${id}`),
      names.includes((await row(id)).storage_key),
    ]).toEqual([false, false, true])
  })

  test('it is on record who brought it, what was found, and who read it', async () => {
    const id = await upload(await dossier(), csv)
    await download(colleague, id)
    const { rows } = await owner.query<{ action: string; actor_id: string; outcome: string }>(
      `select action, actor_id, outcome from audit_entry where subject_id = $1 order by id`,
      [id],
    )
    expect(rows.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['UPLOAD_DOCUMENT', 'done'],
      ['SCAN_DOCUMENT', 'clean'],
      ['DOWNLOAD_DOCUMENT', 'done'],
    ])
    expect([rows[0]?.actor_id, rows[2]?.actor_id]).toEqual([officer.id, colleague.id])
  })

  test('no answer names another origin', async () => {
    const id = idOf(await create(officer, await dossier(), csv.length))
    for (const answer of [
      await send('HEAD', `/files/${id}`, officer),
      await patch(officer, id, 0, csv),
      await download(rival, id),
    ])
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('an upload that its sender gives up is gone', async () => {
    const id = idOf(await create(officer, await dossier(), csv.length))
    expect((await send('DELETE', `/files/${id}`, officer)).status).toBe(204)
    expect(code(await patch(officer, id, 0, csv))).toEqual([404, 'NOT_FOUND'])
    expect((await readdir(join(folder, 'files/quarantine'))).filter((name) => name.startsWith(id))).toEqual([])
  })

  test('ten who send the same part at once: one is heard, the file is right', async () => {
    const id = idOf(await create(officer, await dossier(), csv.length))
    const answers = await Promise.all(Array.from({ length: 10 }, () => patch(officer, id, 0, csv)))
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(answers.every(({ status }) => status < 500)).toBe(true)
    await app.get(DocumentScanner).settled()
    expect((await row(id)).sha256).toBe(createHash('sha256').update(csv).digest('hex'))
    expect(
      (await owner.query(`select 1 from audit_entry where subject_id = $1 and action = 'UPLOAD_DOCUMENT'`, [id]))
        .rowCount,
    ).toBe(1)
  })

  test('a connection that breaks loses nothing that arrived', async () => {
    const bytes = Buffer.from('x,y\n'.repeat(200_000))
    const id = idOf(await create(officer, await dossier(), bytes.length))
    await new Promise<void>((resolve) => {
      const half = ask(`${base}/files/${id}`, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'x-placet-upload': '1',
          origin,
          cookie: officer.cookie,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
          'content-length': String(bytes.length),
        },
      })
      half.on('error', () => resolve())
      half.write(bytes.subarray(0, 400_000), () => setTimeout(() => half.destroy(new Error('cable pulled')), 200))
    })
    const offset = Number((await send('HEAD', `/files/${id}`, officer)).headers.get('upload-offset'))
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(400_000)
    expect((await patch(officer, id, offset, bytes.subarray(offset))).status).toBe(204)
    await app.get(DocumentScanner).settled()
    expect((await row(id)).sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
})

describe('what is not clean stays in', () => {
  const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

  test.each([
    ['malware', Buffer.from(eicar), 'notes.txt', 'text/plain', 'document.malware'],
    [
      "a page under a PDF's name",
      Buffer.from('<html><script>1</script>'),
      'report.pdf',
      'application/pdf',
      'document.contentDiffers',
    ],
    ['nothing at all', Buffer.alloc(0), 'data.csv', 'text/csv', 'document.empty'],
  ])('%s', async (_, bytes, name, type, rejection) => {
    const id = await upload(await dossier(), bytes, name, type)
    expect(await row(id)).toMatchObject({ state: 'rejected', rejection })
    expect(code(await download(officer, id))).toEqual([404, 'NOT_FOUND'])
  })

  test('what clamd could not look at, until it can', async () => {
    await app.close()
    await start({ PLACET_CLAMD: join(folder, 'no-clamd') })
    const id = await upload(await dossier(), csv)
    expect((await row(id)).state).toBe('scanning')
    expect(code(await download(officer, id))).toEqual([404, 'NOT_FOUND'])
    await app.close()
    await start()
    await app.get(DocumentScanner).settled()
    expect((await row(id)).state).toBe('clean')
  })

  test.each([
    ['picture.svg', 'image/svg+xml'],
    ['page.html', 'text/html'],
    ['report.pdf.exe', 'application/pdf'],
    ['report.pdf', 'image/png'],
  ])('%s as %s is not even received', async (name, type) => {
    expect((await create(officer, await dossier(), 10, name, type)).status).toBe(415)
  })
})

describe('a download’s address', () => {
  const offered = async (person: Person, id: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${base}/files/${id}`, {
      headers: { cookie: person.cookie, ...headers },
      redirect: 'manual',
    })
    return {
      status: answer.status,
      path: answer.headers.get('location') ?? '',
      cache: answer.headers.get('cache-control'),
    }
  }

  test('is good once, for its file, in its session', async () => {
    const id = await upload(await dossier(), csv)
    const other = await upload(await dossier(), csv)
    const { status, path, cache } = await offered(officer, id)
    expect([status, cache]).toEqual([303, 'private, no-store'])
    expect(path).toMatch(new RegExp(`^/files/${id}/[\\w-]{43}$`))
    const missing = await send('GET', `/files/${randomUUID()}/${'x'.repeat(43)}`, officer)
    for (const answer of [
      await send('GET', path, rival),
      await send('GET', path, colleague),
      await send('GET', path, await elsewhere(officer)),
      await send('GET', path.replace(id, other), officer),
    ])
      expect([answer.status, answer.text]).toEqual([missing.status, missing.text])
    expect((await send('GET', path, officer)).text).toBe(csv.toString())
    expect(code(await send('GET', path, officer))).toEqual([404, 'NOT_FOUND'])
  })

  test('is good for a minute', async () => {
    const id = await upload(await dossier(), csv)
    const { path } = await offered(officer, id)
    await owner.query(
      `update download_link set expires_at = expires_at - interval '60 seconds' where document_id = $1`,
      [id],
    )
    expect(code(await send('GET', path, officer))).toEqual([404, 'NOT_FOUND'])
    await app.get(DocumentRetention).round()
    expect((await owner.query(`select 1 from download_link where document_id = $1`, [id])).rowCount).toBe(0)
  })

  test('opens nothing once the right to read is gone, and is not offered to a page of another site', async () => {
    const submission = await dossier()
    const id = await upload(submission, csv)
    await owner.query(`update document set handed_in_at = now() where id = $1`, [id])
    await owner.query(`insert into case_access (actor_id, case_id) values ($1, $2)`, [reviewer.id, submission])
    const { path } = await offered(reviewer, id)
    await owner.query(`insert into case_recusal (person_id, case_id, at, reason) values ($1, $2, now(), 'interest')`, [
      reviewer.id,
      submission,
    ])
    expect(code(await send('GET', path, reviewer))).toEqual([404, 'NOT_FOUND'])
    for (const site of ['cross-site', 'same-site'])
      expect((await offered(officer, id, { 'sec-fetch-site': site })).status).toBe(403)
    expect((await offered(officer, id, { 'sec-fetch-site': 'none' })).status).toBe(303)
  })

  /** Another session of the same person. */
  const elsewhere = async (person: Person): Promise<Person> => ({
    id: person.id,
    cookie: `sid=${await app.get(Sessions).begin(person.id, false)}`,
  })
})

describe('walls', () => {
  test('a form of another page, another origin, nobody', async () => {
    const id = await dossier()
    expect(code(await create(officer, id, 1, 'a.csv', 'text/csv', { 'x-placet-upload': '' }))).toEqual([
      403,
      'FORBIDDEN',
    ])
    expect(code(await create(officer, id, 1, 'a.csv', 'text/csv', { origin: 'https://evil.example' }))).toEqual([
      403,
      'FORBIDDEN',
    ])
    expect(code(await create(officer, id, 1, 'a.csv', 'text/csv', { 'sec-fetch-site': 'cross-site' }))).toEqual([
      403,
      'FORBIDDEN',
    ])
    expect(code(await create(null, id, 1))).toEqual([401, 'UNAUTHENTICATED'])
    expect(code(await download(null, randomUUID()))).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('a dossier of others is answered like none', async () => {
    const theirs = await create(rival, await dossier(), 1)
    const none = await create(rival, randomUUID(), 1)
    expect(code(theirs)).toEqual([404, 'NOT_FOUND'])
    expect([theirs.status, theirs.text]).toEqual([none.status, none.text])
    expect(code(await create(officer, "x' or 1=1", 1))).toEqual([404, 'NOT_FOUND'])
  })

  test('an upload of others is answered like none, to a colleague too', async () => {
    const id = idOf(await create(officer, await dossier(), csv.length))
    for (const person of [rival, colleague, manager])
      for (const [theirs, none] of [
        [await patch(person, id, 0, csv), await patch(person, randomUUID(), 0, csv)],
        [await send('DELETE', `/files/${id}`, person), await send('DELETE', `/files/${randomUUID()}`, person)],
        [await send('HEAD', `/files/${id}`, person), await send('HEAD', `/files/${randomUUID()}`, person)],
      ] as const) {
        expect([theirs.status, theirs.text]).toEqual([none.status, none.text])
        expect(theirs.status).toBe(404)
      }
    expect((await patch(officer, id, 0, csv)).status).toBe(204)
  })

  test('a file of others is answered like none; one of the own house is not', async () => {
    const id = await upload(await dossier(), csv)
    const [theirs, none] = [await download(rival, id), await download(rival, randomUUID())]
    expect([theirs.status, theirs.text]).toEqual([none.status, none.text])
    expect(code(theirs)).toEqual([404, 'NOT_FOUND'])
    expect((await download(colleague, id)).status).toBe(200)
    for (const odd of ['..%2f..%2fetc%2fpasswd', 'x', `${id}.json`, '%00'])
      expect([404, 400]).toContain((await download(officer, odd)).status)
  })

  test('the agency reads what was handed in and its part in the case opens, and nothing once recused', async () => {
    const submission = await dossier()
    const id = await upload(submission, csv)
    expect((await download(reviewer, id)).status).toBe(404)
    await owner.query(`insert into case_access (actor_id, case_id) values ($1, $2)`, [reviewer.id, submission])
    expect((await download(reviewer, id)).status).toBe(404)
    await owner.query(`update document set handed_in_at = now() where id = $1`, [id])
    expect((await download(reviewer, id)).status).toBe(200)
    expect((await download(manager, id)).status).toBe(404)
    await owner.query(`insert into case_recusal (person_id, case_id, at, reason) values ($1, $2, now(), 'interest')`, [
      reviewer.id,
      submission,
    ])
    expect(code(await download(reviewer, id))).toEqual([404, 'NOT_FOUND'])
    expect(code(await create(reviewer, submission, 1))).toEqual([404, 'NOT_FOUND'])
  })

  test('the agency adds no files', async () => {
    const submission = await dossier()
    await owner.query(`insert into case_access (actor_id, case_id) values ($1, $2)`, [reviewer.id, submission])
    expect(code(await create(reviewer, submission, 1))).toEqual([403, 'FORBIDDEN'])
  })

  test('sizes: above 2 GiB, above 8 MiB at once, without a length', async () => {
    const submission = await dossier()
    expect(code(await create(officer, submission, 2 * 1024 ** 3 + 1))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    const id = idOf(await create(officer, submission, 20 * 1024 ** 2))
    expect(code(await patch(officer, id, 0, Buffer.alloc(8 * 1024 ** 2 + 1, 'x')))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    expect((await patch(officer, id, 0, Buffer.alloc(8 * 1024 ** 2, 'x'))).status).toBe(204)
    const deferred = await send('POST', '/files', officer, {
      'upload-defer-length': '1',
      'upload-metadata': metadata({ submissionId: submission, filename: 'a.csv', filetype: 'text/csv' }),
    })
    expect(code(deferred)).toEqual([400, 'BAD_USER_INPUT'])
    const more = idOf(await create(officer, submission, 3))
    expect(code(await patch(officer, more, 0, Buffer.from('four')))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  test.each([
    ['upload-metadata', '%%%'],
    ['upload-metadata', 'submissionId !!'],
    ['upload-length', '-5'],
    ['upload-length', 'many'],
    ['tus-resumable', '9.9'],
  ])('%s: %s is refused, and nothing breaks', async (name, value) => {
    const answer = await create(officer, await dossier(), 1, 'a.csv', 'text/csv', { [name]: value })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})

describe('quotas are the pack’s', () => {
  const small = (version: string, uploads: Partial<PolicyPack['uploads']>): PolicyPack => ({
    ...defaultPack,
    version,
    uploads: { ...defaultPack.uploads, ...uploads },
  })

  test('the size of a file, to the byte', async () => {
    const submission = await dossier('draft', small('2098-1', { fileBytes: 3 * 1024 ** 2 }))
    expect((await create(officer, submission, 3 * 1024 ** 2)).status).toBe(201)
    const over = await create(officer, submission, 3 * 1024 ** 2 + 1)
    expect(code(over)).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    expect(over.text).toContain('A file may have at most 3 MiB.')
  })

  test('the number of files: what is under way counts, what was given up or rejected does not', async () => {
    const submission = await dossier('draft', small('2098-2', { filesPerDossier: 2 }))
    await upload(submission, csv)
    await upload(submission, Buffer.from('<html>'), 'a.txt', 'text/plain')
    const second = idOf(await create(officer, submission, 1))
    const third = await create(colleague, submission, 1)
    expect(code(third)).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    expect(third.text).toContain('holds 2 files')
    await send('DELETE', `/files/${second}`, officer)
    expect((await create(colleague, submission, 1)).status).toBe(201)
  })

  test('the bytes of a dossier, and only one of ten who ask at once for the last of them', async () => {
    const submission = await dossier('draft', small('2098-3', { bytesPerDossier: 1000 }))
    expect((await create(officer, submission, 500)).status).toBe(201)
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(officer, submission, 400)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(413)])
    expect((await create(officer, await dossier(), 400)).status).toBe(201)
  })

  test('the bytes that an organisation uploads in a day, over all its dossiers, given up or not', async () => {
    const { sum } = await one<{ sum: string }>(`select sum(size) from upload where organisation_id = $1`, [helio])
    const pack = small('2098-4', { bytesPerOrganisationADay: Number(sum) + 1000 })
    const [first, second] = [await dossier('draft', pack), await dossier('draft', pack)]
    await send('DELETE', `/files/${idOf(await create(officer, first, 900))}`, officer)
    expect(code(await create(officer, second, 101))).toEqual([429, 'RATE_LIMITED'])
    await owner.query(`update upload set begun_at = now() - interval '25 hours' where organisation_id = $1`, [helio])
    expect((await create(officer, second, 101)).status).toBe(201)
  })

  test('an archive is received for a field that asks for one, and for no other', async () => {
    const asking = structuredClone(small('2098-5', {}))
    const field = asking.sections.flatMap(({ fields }) => fields).find(({ type }) => type === 'file')
    if (field === undefined) throw new Error('no field takes files')
    field.accept = 'application/pdf, application/zip'
    const submission = await dossier('draft', asking)
    const archive = (at: string) =>
      create(officer, submission, 10, 'data.zip', 'application/zip', {
        'upload-metadata': metadata({
          submissionId: submission,
          filename: 'data.zip',
          filetype: 'application/zip',
          field: at,
        }),
      })
    expect((await archive(field.id)).status).toBe(201)
    for (const other of ['', 'intendedPurpose', 'nothing.there', `${field.id}.x`])
      expect([other, ...code(await archive(other))]).toEqual([other, 415, 'BAD_USER_INPUT'])
  })

  test('a rejected file stays in quarantine for the pack’s days, then its bytes go and the reason stays', async () => {
    const submission = await dossier('draft', small('2098-6', { rejectedDays: 5 }))
    const id = await upload(submission, Buffer.from('<html>'), 'a.txt', 'text/plain')
    const aged = async (days: number) => {
      await owner.query(
        `update document set rejected_at = now() - make_interval(days => $2, mins => 1) where id = $1`,
        [id, days],
      )
      await app.get(DocumentRetention).round()
      return existsSync(app.get(FileStore).quarantined(id))
    }
    expect(await aged(4)).toBe(true)
    expect(await aged(5)).toBe(false)
    expect(await row(id)).toMatchObject({ state: 'rejected', rejection: 'document.contentDiffers' })
    expect(
      await one(`select outcome from audit_entry where subject_id = $1 and action = 'REMOVE_REJECTED'`, [id]),
    ).toEqual({ outcome: 'done' })
  })
})

describe('no change of files after submission', () => {
  test.each(['submitted', 'screening', 'inReview', 'decided', 'withdrawn'])(
    '%s: nothing is received',
    async (state) => {
      expect(code(await create(officer, await dossier(state), 1))).toEqual([409, 'STATE_CONFLICT'])
    },
  )

  test('an upload that ends after the submission is not taken, and its bytes are gone', async () => {
    const submission = await dossier()
    const id = idOf(await create(officer, submission, csv.length))
    await owner.query(`update submission set state = 'submitted' where id = $1`, [submission])
    expect(code(await patch(officer, id, 0, csv))).toEqual([409, 'STATE_CONFLICT'])
    expect((await owner.query(`select 1 from document where case_id = $1`, [submission])).rowCount).toBe(0)
    expect((await readdir(join(folder, 'files/quarantine'))).filter((name) => name.startsWith(id))).toEqual([])
  })

  test('an upload that ends in the same moment waits for the submission, and is not taken', async () => {
    const submission = await dossier()
    const id = idOf(await create(officer, submission, csv.length))
    const signer = new pg.Client({ connectionString: database.ownerUrl })
    await signer.connect()
    await signer.query('begin')
    await signer.query(`update submission set state = 'submitted' where id = $1`, [submission])
    const last = patch(officer, id, 0, csv)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await signer.query('commit')
    await signer.end()
    expect(code(await last)).toEqual([409, 'STATE_CONFLICT'])
    expect((await owner.query(`select 1 from document where case_id = $1`, [submission])).rowCount).toBe(0)
  })

  test('a returned dossier takes files, and so does one with an open question of the agency', async () => {
    expect((await create(officer, await dossier('returnedIncomplete'), 1)).status).toBe(201)
    const submission = await dossier('onHold')
    await openRequest(submission)
    expect((await create(officer, submission, 1)).status).toBe(201)
  })
})

async function openRequest(submission: string): Promise<void> {
  await owner.query(
    `insert into information_request (case_id, organisation_id, state, number, issued_at, drafted_by) values ($1, $2, 'issued', 1, now(), $3)`,
    [submission, helio, manager.id],
  )
}

describe('after a stop in the middle', () => {
  test('a file without a verdict gets one at the next start; a whole upload without a row is taken up when asked for', async () => {
    const submission = await dossier()
    const files = app.get(FileStore)
    const [left, orphan] = [randomUUID(), idOf(await create(officer, submission, csv.length))]
    await writeFile(files.quarantined(left), csv)
    await owner.query(
      `insert into document (id, case_id, organisation_id, name, size, declared_type, state, purpose, storage_key, uploaded_by, uploaded_at)
       values ($1, $2, $3, 'left.csv', $4, 'text/csv', 'scanning', 'evidence', $5, $6, now())`,
      [left, submission, helio, csv.length, randomBytes(32).toString('hex'), officer.id],
    )
    await writeFile(files.quarantined(orphan), csv)
    await app.close()
    await start()
    await app.get(DocumentScanner).settled()
    expect((await row(left)).state).toBe('clean')
    expect(existsSync(files.stored((await row(left)).storage_key))).toBe(true)

    expect((await send('HEAD', `/files/${orphan}`, officer)).headers.get('upload-offset')).toBe(String(csv.length))
    await app.get(DocumentScanner).settled()
    expect((await row(orphan)).state).toBe('clean')
  })

  test('an upload that nobody finished for a week is cleared away at the next start; a file that has a row never is', async () => {
    const submission = await dossier()
    const [begun, rejected] = [
      idOf(await create(officer, submission, csv.length)),
      await upload(submission, Buffer.from('<html>'), 'a.txt', 'text/plain'),
    ]
    const files = app.get(FileStore)
    const lastWeek = new Date(Date.now() - 8 * 86_400_000)
    await writeFile(`${files.quarantined(rejected)}.json`, '{}')
    for (const id of [begun, rejected]) await utimes(files.quarantined(id), lastWeek, lastWeek)
    await app.close()
    await start()
    expect([begun, rejected].map((id) => existsSync(files.quarantined(id)))).toEqual([false, true])
  })

  test('bytes that are gone are said to be gone', async () => {
    const submission = await dossier()
    const lost = randomUUID()
    await owner.query(
      `insert into document (id, case_id, organisation_id, name, size, declared_type, state, purpose, storage_key, uploaded_by, uploaded_at)
       values ($1, $2, $3, 'lost.csv', 4, 'text/csv', 'received', 'evidence', $4, $5, now())`,
      [lost, submission, helio, randomBytes(32).toString('hex'), officer.id],
    )
    app.get(DocumentScanner).begin(lost)
    await app.get(DocumentScanner).settled()
    expect(await row(lost)).toMatchObject({ state: 'rejected', rejection: 'document.lost', sha256: null })
  })
})
