import { createHmac } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { Json } from '../../test/portal.ts'
import { anyone } from '../kernel/auth/actor.ts'
import { run } from '../kernel/db/run.ts'
import { FileKeys } from '../kernel/signing/keys.ts'
import { openCheckpoint } from './checkpoint.ts'
import { CheckpointSigner, LogProofs, Sequencer } from './index.ts'
import { Frontier, leafHash, verifyConsistency, verifyInclusion } from './tree.ts'

let a: Arranger
let owner: pg.Client
const origin = 'localhost:3000/log'

beforeAll(async () => {
  a = await Arranger.open()
  owner = new pg.Client({ connectionString: a.database.ownerUrl })
  await owner.connect()
  await a.submission().submitted()
  await round()
}, 60_000)
afterAll(async () => {
  await owner.end()
  await a.close()
})

const signerOf = () => new CheckpointSigner(a.app.databases, a.app.portal, a.app.nest.get(FileKeys))
const place = async () => {
  while ((await a.app.nest.get(Sequencer).tick()) > 0);
}
const round = async () => {
  await place()
  return signerOf().tick()
}
const text = async (path: string) => (await a.anyone.fetch(path)).text()
const json = async (path: string): Promise<Json> => (await a.anyone.fetch(path)).json()
const hashes = (many: string[]) => many.map((hash) => Buffer.from(hash, 'base64'))
async function head(path = '/log/checkpoint') {
  const { keys } = await json('/.well-known/placet/keys.json')
  const opened = openCheckpoint(
    await text(path),
    origin,
    keys.filter(({ purpose }: Json) => purpose === 'checkpoints'),
  )
  if (opened === null) throw new Error('the checkpoint is not signed')
  return opened
}

describe('what anyone reads of the log', () => {
  test('a checkpoint signed by the published key, over the leaves that are served', async () => {
    const { size, root } = await head()
    const { leaves } = await json(`/log/leaves?start=0&end=${size}`)
    const tree = new Frontier()
    for (const leaf of hashes(leaves)) tree.append(leafHash(leaf))
    expect(size).toBeGreaterThan(5)
    expect(tree.size).toBe(size)
    expect(tree.root().toString('hex')).toBe(root.toString('hex'))
    for (const leaf of hashes(leaves))
      expect(Object.keys(JSON.parse(leaf.toString())).toSorted()).toEqual([
        'actor',
        'at',
        'commitment',
        'subject',
        'type',
        'v',
      ])
  })

  test('no leaf names a person, a case or anything of one by the id that the portal knows it by, nor alike in two leaves', async () => {
    const { size } = await head()
    const { leaves } = await json(`/log/leaves?start=0&end=${size}`)
    const said = hashes(leaves).map((leaf) => JSON.parse(leaf.toString()) as { subject: string; actor: string })
    const known = await a.rows<{ id: string }>(
      `select id::text from person union select id::text from submission union select subject_id::text from log_salt`,
    )
    const ids = new Set(known.map(({ id }) => id))
    expect(ids.size).toBeGreaterThan(10)
    const names = said.flatMap(({ subject, actor }) => [subject, actor])
    expect(names.filter((name) => ids.has(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  test('the path of every leaf, and the growth from each checkpoint to the newest', async () => {
    const before = await head()
    await a.submission().draft()
    expect(await round()).toBeGreaterThan(0)
    const { size, root } = await head()
    for (let index = 0; index < size; index += 1) {
      const { path } = await json(`/log/proof/inclusion?index=${index}&size=${size}`)
      const [leaf] = hashes((await json(`/log/leaves?start=${index}&end=${index + 1}`)).leaves)
      expect(verifyInclusion(leafHash(leaf ?? Buffer.alloc(0)), index, size, hashes(path), root)).toBe(true)
    }
    const { path } = await json(`/log/proof/consistency?from=${before.size}&to=${size}`)
    expect(verifyConsistency(before.size, size, hashes(path), before.root, root)).toBe(true)
    expect(await head(`/log/checkpoint?size=${before.size}`)).toEqual(before)
  })

  test('is open to every page and kept by every cache, what is true for ever for ever, and no cookie is read', async () => {
    const { size } = await head()
    const lasting = [`/log/leaves?start=0&end=${size}`, `/log/proof/inclusion?index=0&size=${size}`]
    for (const path of [...lasting, '/log/checkpoint']) {
      const answer = await (await a.as('officer')).fetch(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(answer.headers.get('set-cookie')).toBeNull()
      expect(answer.headers.get('cache-control')).toBe(
        lasting.includes(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=1',
      )
      expect(await answer.text()).toBe(await text(path))
    }
  })

  test('is bounded, and refuses what is no number and what no checkpoint covers', async () => {
    const { size } = await head()
    const { leaves } = await json(`/log/leaves?start=0&end=100000000`)
    expect(leaves.length).toBe(Math.min(size, 1000))
    for (const path of [
      '/log/leaves',
      '/log/leaves?start=-1&end=2',
      '/log/leaves?start=2&end=2',
      '/log/leaves?start=0&start=1&end=3',
      `/log/proof/inclusion?index=0&size=${size + 1}`,
      `/log/proof/inclusion?index=${size}&size=${size}`,
      `/log/proof/consistency?from=0&to=${size}`,
      `/log/proof/consistency?from=${size}&to=1`,
      `/log/proof/consistency?from=1e2&to=${size}`,
    ])
      expect({ path, status: (await a.anyone.fetch(path)).status }).toEqual({ path, status: 400 })
    expect((await a.anyone.fetch(`/log/checkpoint?size=999999`)).status).toBe(404)
  })

  test('a signature’s proof for a receipt: leaf, opening, path and checkpoint belong together', async () => {
    const { jws, leaf_id: leafId } = await a.one<{ jws: string; leaf_id: string }>(
      `select jws, leaf_id from signature limit 1`,
    )
    const proofs = a.app.nest.get(LogProofs)
    const proof = await run(a.app.databases.app, anyone, 'read', (tx) => proofs.findProof(tx, leafId))
    if (proof === null) throw new Error('no proof')
    const [leaf, salt, record] = hashes([proof.leaf, proof.opening.salt, proof.opening.record])
    const { root } = await head(`/log/checkpoint?size=${proof.size}`)
    expect(verifyInclusion(leafHash(leaf ?? Buffer.alloc(0)), proof.index, proof.size, hashes(proof.path), root)).toBe(
      true,
    )
    expect(JSON.parse(leaf?.toString() ?? '').commitment).toBe(
      createHmac('sha256', salt ?? '')
        .update(record ?? '')
        .digest('hex'),
    )
    expect(JSON.parse(record?.toString() ?? '').jws).toBe(jws)
  })
})

describe('the signer', () => {
  /** Changes the log as an insider with the superuser’s password does, and takes it back afterwards. */
  async function tampered(change: string, then: () => Promise<void>, undo: string): Promise<void> {
    const client = new pg.Client({ connectionString: a.database.ownerUrl })
    await client.connect()
    await client.query(`set session_replication_role = replica`)
    await client.query(change)
    try {
      await then()
    } finally {
      await client.query(undo)
      await client.end()
    }
  }
  const signsNothing = async (signer: CheckpointSigner, why: RegExp) => {
    const before = await head()
    await expect(signer.tick()).rejects.toThrow(why)
    expect(signer.alarm?.message).toMatch(why)
    expect(await signer.tick()).toBe(0)
    expect(await head()).toEqual(before)
  }
  const more = async () => {
    await a.submission().draft()
    await place()
  }

  test('signs each new leaf once, and an unchanged log not again', async () => {
    const signer = signerOf()
    await more()
    expect(await signer.tick()).toBeGreaterThan(0)
    expect(await signer.tick()).toBe(0)
    expect((await head()).size).toBe((await a.one<{ n: number }>(`select count(*)::int as n from log_position`)).n)
  })

  test('stops at an old leaf whose bytes changed, even with its stored hash and tree untouched', async () => {
    await more()
    await tampered(
      `create table kept as select id, bytes from log_leaf where id = (select leaf_id from log_position where position = 1);
       update log_leaf set bytes = bytes || ' '::bytea where id = (select id from kept)`,
      () => signsNothing(signerOf(), /leaf at 1 does not have the hash/),
      `update log_leaf l set bytes = k.bytes from kept k where k.id = l.id; drop table kept`,
    )
    expect(await signerOf().tick()).toBeGreaterThan(0)
  })

  test('stops at a leaf and its hash changed together, and at a stored subtree that is another', async () => {
    await more()
    await tampered(
      `create table kept as select id, bytes, hash from log_leaf where id = (select leaf_id from log_position where position = 1);
       update log_leaf set bytes = '\\x7b7d', hash = sha256('\\x007b7d') where id = (select id from kept)`,
      () => signsNothing(signerOf(), /leaves that were signed are not the ones that are there/),
      `update log_leaf l set bytes = k.bytes, hash = k.hash from kept k where k.id = l.id; drop table kept`,
    )
    await tampered(
      `create table kept as select * from log_node order by level desc limit 1;
       update log_node n set hash = sha256(n.hash) from kept k where n.level = k.level and n.index = k.index`,
      () => signsNothing(signerOf(), /stored tree/),
      `update log_node n set hash = k.hash from kept k where n.level = k.level and n.index = k.index; drop table kept`,
    )
    expect(await signerOf().tick()).toBeGreaterThan(0)
  })

  test('stops at a log that is shorter than what it signed, and where its own memory is gone', async () => {
    const { size } = await head()
    await tampered(
      `create table kept as select * from log_position where position >= ${size - 2}; delete from log_position where position >= ${size - 2}`,
      () => signsNothing(signerOf(), /holds \d+ leaves, and a head of \d+ was signed/),
      `insert into log_position select * from kept; drop table kept`,
    )
    const file = join(a.app.portal.dataDir, 'log', 'signed-head.json')
    const memory = await readFile(file)
    await rm(file)
    await signsNothing(signerOf(), /is not there/)
    await writeFile(file, memory)
    await more()
    expect(await signerOf().tick()).toBeGreaterThan(0)
  })

  test('turns readiness red when it stops', async () => {
    const ready = async () => (await json('/health/ready')).log as boolean
    expect(await ready()).toBe(true)
    const signer = a.app.nest.get(CheckpointSigner)
    const file = join(a.app.portal.dataDir, 'log', 'signed-head.json')
    const memory = await readFile(file)
    await rm(file)
    await expect(signer.tick()).rejects.toThrow()
    expect(await ready()).toBe(false)
    await writeFile(file, memory)
    expect(await ready()).toBe(false)
  })
})
