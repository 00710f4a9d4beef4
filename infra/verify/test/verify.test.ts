import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../api/test/portal.ts'
import { FileKeys } from '../../../api/src/kernel/signing/keys.ts'
import { checkpointText, signatureLine } from '../../../api/src/transparency-log/checkpoint.ts'
import { CheckpointSigner, Witnesses } from '../../../api/src/transparency-log/index.ts'
import { cosignedAt, parseHead, parseNote } from '../src/note.ts'
import { verifyReceipt } from '../src/receipt.ts'
import { Witness } from '../src/witness.ts'
import { Record } from './record.testing.ts'

let record: Record
let folder: string

beforeAll(async () => {
  record = await Record.open()
  folder = await mkdtemp(join(tmpdir(), 'placet-verify-'))
  await record.a.submission().submitted()
  await record.settle()
}, 120_000)
afterAll(async () => {
  await record.close()
  await rm(folder, { recursive: true, force: true })
})

const more = async () => {
  await record.a.submission().draft()
  await record.settle()
}
/** What a person does: `npx placet-verify …`. */
async function placetVerify(...words: string[]): Promise<{ code: number; text: string }> {
  const bin = join(import.meta.dirname, '../../../node_modules/.bin/placet-verify')
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...words])
    return { code: 0, text: stdout + stderr }
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string }
    return { code, text: stdout + stderr }
  }
}
const keys = () => ['--keys', join(record.a.app.portal.dataDir, 'keys', 'published')]
const files = () => ['--files', record.files]
const database = () => record.a.database.ownerUrl
/** Past every trigger, until `undo`. */
async function tampered(change: string, then: () => Promise<void>, undo: string): Promise<void> {
  await record.insider.query(`set session_replication_role = replica`)
  await record.insider.query(change)
  try {
    await then()
  } finally {
    await record.insider.query(undo)
    await record.insider.query(`set session_replication_role = default`)
  }
}

describe('placet-verify', () => {
  test('says 0 of an intact database, with the files and a checkpoint kept elsewhere', async () => {
    const trusted = join(folder, 'trusted.txt')
    await writeFile(trusted, await record.newestCheckpoint())
    await more()
    const { code, text } = await placetVerify(database(), ...keys(), ...files(), '--trusted', trusted)
    expect(text).toMatch(/^Intact: \d+ leaves, \d+ versions of rows, [1-9]\d* files/m)
    expect(code).toBe(0)
  })

  test('says 1 of an edited state, and names the row', async () => {
    await tampered(
      `update submission set state = 'decided' where state = 'submitted'`,
      async () => {
        const { code, text } = await placetVerify(database(), ...keys(), ...files())
        expect(code).toBe(1)
        expect(text).toMatch(/First bad entry \(position \d+\): submission \["[0-9a-f-]{36}"\] is not as the log says/)
        expect(text).toMatch(/submission [0-9a-f-]{36} is decided; its last step led to submitted/)
      },
      `update submission set state = 'submitted' where state = 'decided'`,
    )
  })

  test('says 1 of a file that was changed', async () => {
    const [name = ''] = (await record.a.storedFiles()).filter((file) => /[0-9a-f]{64}$/.test(file))
    const path = join(record.files, name)
    const before = await readFile(path)
    await writeFile(path, `${before.toString('latin1')} `, 'latin1')
    const { code, text } = await placetVerify(database(), ...keys(), ...files())
    await writeFile(path, before)
    expect({ code, told: /document [0-9a-f-]{36}: its file does not have its hash/.test(text) }).toEqual({
      code: 1,
      told: true,
    })
  })

  test('says 2 where it can not tell: no keys, no database, a role that does not see every row', async () => {
    expect((await placetVerify(database())).code).toBe(2)
    expect((await placetVerify('postgres://nobody@127.0.0.1:1/nothing', ...keys())).code).toBe(2)
    expect((await placetVerify(record.a.database.appUrl, ...keys())).code).toBe(2)
    expect((await placetVerify(join(folder, 'nothing'), ...keys())).code).toBe(2)
    const empty = join(folder, 'no-keys.json')
    await writeFile(empty, '{"keys":[]}')
    expect((await placetVerify(database(), '--keys', empty)).code).toBe(2)
  })

  test('reads an export as it reads the database, and sees an edit of it', async () => {
    const to = join(folder, 'export')
    expect((await placetVerify('export', database(), to)).code).toBe(0)
    expect((await placetVerify(to, ...keys(), ...files())).code).toBe(0)
    const answers = join(to, 'answer.ndjson')
    const text = await readFile(answers, 'utf8')
    await writeFile(answers, text.replace('"source": "typed"', '"source": "imported"'))
    const edited = await placetVerify(to, ...keys(), ...files())
    expect(edited.code).toBe(1)
    expect(edited.text).toContain('answer [')
    await rm(answers)
    expect((await placetVerify(to, ...keys())).code).toBe(2)
  })

  test('a foreign hand that lets the triggers work is in the log, and told', async () => {
    const changed = await record.a.one<{ id: string }>(`update submission set advice = advice returning id`)
    await record.settle()
    const { findings } = await record.after('select 1')
    expect(findings.all.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^\w+, who is not the portal, changed submission$/),
    ])
    expect(changed.id).not.toBe('')
    expect(
      (await record.after('select 1', [], { logins: [String(findings.first()?.what.split(',')[0])] })).findings.all,
    ).toEqual([])
  })
})

describe('a log that was cut off or forked', () => {
  const cut = (size: number) => `
    create temp table gone on commit drop as select leaf_id from log_position where position >= ${size};
    delete from log_checkpoint where size > ${size}; delete from log_cosignature where size > ${size};
    delete from log_node where (index + 1) * (2 ^ level)::bigint > ${size};
    delete from log_row where leaf_id in (select leaf_id from gone); delete from log_salt where leaf_id in (select leaf_id from gone);
    delete from log_leaf where id in (select leaf_id from gone); delete from log_position where position >= ${size};
    delete from submission where id = (select id from submission order by created_at desc limit 1)`

  test('is seen with a checkpoint that was kept elsewhere, and not told intact without saying that it was not looked for', async () => {
    const { size } = parseHead(await record.newestCheckpoint()) ?? { size: 0 }
    await more()
    const trusted = [{ note: await record.newestCheckpoint(), from: 'the notary' }]
    const grown = parseHead(trusted[0]?.note ?? '')?.size ?? 0
    const { findings } = await record.after(cut(size), [], { trusted })
    expect(findings.all.map(({ what }) => what)).toContain(
      `the log is cut off: it holds ${size} leaves, and the notary tells of ${grown}`,
    )
    const without = await record.after(cut(size))
    expect(without.findings.notes).toContain(
      'no trusted checkpoint was given: a log that was cut off would not be seen',
    )
  })

  test('with other leaves since the restore is seen as forked', async () => {
    const trusted = [{ note: await record.newestCheckpoint(), from: 'the notary' }]
    const { size } = parseHead(trusted[0]?.note ?? '') ?? { size: 0 }
    const { findings } = await record.after(
      `delete from log_checkpoint where size >= ${size};
       update log_position set position = ${size - 1} + ${size - 2} - position + 1000000 where position >= ${size - 2};
       update log_position set position = position - 1000000 where position >= 1000000`,
      [],
      { trusted },
    )
    expect(findings.all.map(({ what }) => what)).toContain(
      `the log was forked: its first ${size} leaves are not those of the notary`,
    )
  })
})

describe('a receipt', () => {
  const receipt = async () => {
    const { id } = await record.a.one<{ id: string }>(
      `select id from submission where submitted_at is not null limit 1`,
    )
    const answer = await (await record.a.as('officer')).fetch(`/receipts/submission/${id}`)
    return (await answer.json()) as Json
  }

  test('is checked with the public keys alone, and says 1 of another text', async () => {
    const file = join(folder, 'receipt.json')
    const whole = await receipt()
    await writeFile(file, JSON.stringify(whole))
    expect(await placetVerify(file, ...keys())).toMatchObject({ code: 0 })
    whole.signatures[0].record = whole.signatures[0].record.replace('"v":1', '"v":2')
    await writeFile(file, JSON.stringify(whole))
    expect(await placetVerify(file, ...keys())).toMatchObject({
      code: 1,
      text: expect.stringContaining('what was signed is not the record') as string,
    })
    await writeFile(file, '{}')
    expect(await placetVerify(file, ...keys())).toMatchObject({ code: 2 })
  })

  test('has no part that could be another', async () => {
    const whole = await receipt()
    expect(verifyReceipt(whole, record.keys).all).toEqual([])
    const unseen: string[] = []
    /** Every text and number inside, changed one at a time; the keys that it brings along are believed by nobody. */
    const walk = (at: Json, path: string) => {
      for (const [key, value] of Object.entries(at) as [string, Json][]) {
        if (path === '' && ['keys', 'v', 'portal', 'demonstration'].includes(key)) continue
        if (typeof value === 'object' && value !== null) {
          walk(value, `${path}/${key}`)
          continue
        }
        at[key] = typeof value === 'number' ? value + 1 : `${typeof value === 'string' ? changed(value) : 'x'}`
        let found = true
        try {
          found = verifyReceipt(whole, record.keys).all.length > 0
        } catch {
          found = true
        }
        if (!found) unseen.push(`${path}/${key}`)
        at[key] = value
      }
    }
    walk(whole, '')
    expect(unseen).toEqual([])
  })

  /** Another text of the same length, in its middle. */
  const changed = (text: string) => {
    const middle = Math.floor(text.length / 2)
    return `${text.slice(0, middle)}${text[middle] === 'B' ? 'C' : 'B'}${text.slice(middle + 1)}`
  }
})

describe('a witness', () => {
  let witness: Witness
  const portal = () => `http://127.0.0.1:${(record.a.app.nest.getHttpServer().address() as AddressInfo).port}`

  test('signs each head that grew from the one before, and the portal publishes its line', async () => {
    witness = await Witness.open(join(folder, 'witness'), portal(), 'witness.example')
    const first = await witness.look(record.keys)
    await more()
    const second = await witness.look(record.keys)
    expect(second.size).toBeGreaterThan(first.size)
    const server = createServer((_, response) => void witness.signed().then((note) => response.end(note))).listen(0)
    const { port } = server.address() as AddressInfo
    const witnesses = [{ url: `http://127.0.0.1:${port}/`, ...witness.key }]
    const collector = new Witnesses(
      record.a.app.databases,
      Object.assign(Object.create(record.a.app.portal), { witnesses }),
    )
    expect(await collector.tick()).toBe(1)
    server.close()
    const published = parseNote(await (await fetch(`${portal()}/log/checkpoint`)).text())
    expect(published?.signatures).toHaveLength(2)
    expect(published && cosignedAt(published, witness.key)).toBeGreaterThan(1_700_000_000)
    const { findings } = await record.after('select 1', [], { witnesses: [witness.key], logins: ['postgres'] })
    expect(findings.all).toEqual([])
  })

  test('refuses a log that shrank', async () => {
    await tampered(
      `create table kept as select * from log_checkpoint; delete from log_checkpoint where size > 5`,
      async () => {
        const before = await witness.signed()
        await record.insider.query(`insert into log_checkpoint select 5, root, $1 from kept order by size limit 1`, [
          await signedNote(5),
        ])
        await expect(witness.look(record.keys)).rejects.toThrow(/the log shrank: 5 leaves/)
        expect(witness.alarm?.message).toMatch(/shrank/)
        expect(await witness.signed()).toBe(before)
      },
      `delete from log_checkpoint; insert into log_checkpoint select * from kept; drop table kept`,
    )
    await witness.look(record.keys)
    expect(witness.alarm).toBeNull()
  })

  test('refuses a fork that the log’s own key signed, of the same size and of a greater one', async () => {
    const { size } = parseHead((await witness.signed()) ?? '') ?? { size: 0 }
    const refused = (at: number, why: RegExp) =>
      tampered(
        `create table kept as select * from log_checkpoint`,
        async () => {
          await record.insider.query(`delete from log_checkpoint where size >= $1`, [at])
          await record.insider.query(`insert into log_checkpoint select $1, root, $2 from kept limit 1`, [
            at,
            await signedNote(at),
          ])
          await expect(witness.look(record.keys)).rejects.toThrow(why)
        },
        `delete from log_checkpoint; insert into log_checkpoint select * from kept; drop table kept`,
      )
    await refused(size, /forked: \d+ leaves have another root/)
    await more()
    const { size: grown } = parseHead(await record.newestCheckpoint()) ?? { size: 0 }
    await refused(grown, /forked: \d+ leaves do not begin with the \d+ seen before/)
  })

  /** A head of this size over nothing that is there, by the log's own key. */
  async function signedNote(size: number): Promise<string> {
    const { a } = record
    const signer = await a.app.nest.get(FileKeys).current('checkpoints', new Date())
    const origin = 'localhost:3000/log'
    const text = checkpointText({ origin, size, root: Buffer.alloc(32, 7) })
    return `${text}\n${signatureLine(origin, signer.publicJwk.x, await signer.sign(Buffer.from(text)))}`
  }
})

test('the signer of this record still stands by it', () => {
  expect(record.a.app.nest.get(CheckpointSigner).alarm).toBeNull()
})
