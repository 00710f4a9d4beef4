import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Arranger } from './arrange.ts'
import type { Json, Name, Outcome, Visitor } from './portal.ts'
import { emptyProof } from './proof.ts'

/** A refusal that this mutation never gives, and why. */
type Never = { never: string }
export const never = (reason: string): Never => ({ never: reason })

type Input = { id?: string; version?: number } & Record<string, Json>

/** What differs from the row's own command. */
type Other<Subject> = {
  /** another subject, in another state */
  arrange?: () => Promise<Subject>
  by?: Name | (() => Promise<Visitor>)
  patch?: Input
}

/** One mutation: its success with all that it writes, and each refusal that it can give. */
type MutationRow<Subject> = {
  arrange: () => Promise<Subject>
  by: Name | (() => Promise<Visitor>)
  /** The whole input but for the command's id, with versions as they are now. */
  input: (subject: Subject) => Promise<Input> | Input
  /** A signed act: process and meaning of its ceremony. */
  sign?: readonly [process: string, meaning: string]
  done: {
    /** what the answer holds */
    answer?: object
    /** every transition that it causes, in order: `process: from EVENT to` */
    steps: readonly string[]
    /** action of the audit entry of an edit, which has no transition */
    audit?: string
    /** letters that it puts into the outbox, beside its steps */
    letters?: number
  }
  /** Input that is not well-formed, and the path that the answer names. */
  Invalid: readonly (readonly [patch: Input, path: string])[]
  Incomplete: Never | readonly (Other<Subject> & { unmet: readonly (readonly [code: string, at: string | null])[] })[]
  /** Who sees the subject and may not do it, and what they are told. */
  NotPermitted: Never | readonly (Other<Subject> & { because: string | RegExp })[]
  OutOfTurn: Never | (Other<Subject> & { state: string })
  Stale: Never | (Other<Subject> & { current?: number })
  /** Other input under the same id. */
  CommandReused: Never | Input
  /** Who gets the answer of a thing that does not exist; nobody where anyone who may knock sees the subject. */
  unseen: Never | readonly Name[]
  /** Whose account has no role for it at all. */
  forbidden: Never | readonly Name[]
}

const isNever = (what: object): what is Never => 'never' in what

type Written = {
  transition: number
  log_leaf: number
  outbox: number
  audit_entry: number
  signature: number
  command: number
}

async function written(a: Arranger): Promise<Written> {
  const tables = ['transition', 'outbox', 'audit_entry', 'signature', 'command']
  // Beside these every transaction has one leaf over all its rows, refused ones too.
  const leaves = `(select count(*)::int from log_leaf where position('"type":"rows"' in convert_from(bytes, 'UTF8')) = 0) as log_leaf`
  return a.one(
    `select ${leaves}, ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`,
  )
}

/** Tests one mutation whole. `portal` gives the file's own arranger. */
export function mutation<Subject>(portal: () => Arranger, name: string, row: MutationRow<Subject>): void {
  describe(name, () => {
    let subject: Subject
    let sent: Input = {}
    let answered: Outcome | undefined

    const visitorOf = (by: Name | (() => Promise<Visitor>)) => (typeof by === 'function' ? by() : portal().as(by))
    const sealing = row.sign === undefined ? {} : { ceremonyId: randomUUID(), proof: emptyProof }

    async function send(other: Other<Subject> = {}): Promise<Outcome> {
      const about = other.arrange === undefined ? subject : await other.arrange()
      const input = { ...(await row.input(about)), ...sealing, ...other.patch }
      return (await visitorOf(other.by ?? row.by)).send(name, input)
    }

    /** The refusal leaves nothing behind but its audit entry. */
    async function refused(other: Other<Subject>, typename: string, audited = true): Promise<Outcome> {
      const about = other.arrange === undefined ? subject : await other.arrange()
      const before = await written(portal())
      const visitor = await visitorOf(other.by ?? row.by)
      const outcome = await send({ ...other, arrange: () => Promise.resolve(about) })
      expect(outcome).toMatchObject({ __typename: typename, message: expect.stringMatching(/\S/) as string })
      expect(String(outcome['message'])).not.toMatch(/^[a-zA-Z]+(\.[a-zA-Z]+)*$/)
      const after = await written(portal())
      expect(after).toEqual({ ...before, audit_entry: before.audit_entry + (audited ? 1 : 0) })
      if (audited)
        expect(
          await portal().one(`select outcome, actor_id as actor from audit_entry order by id desc limit 1`),
        ).toEqual({ outcome: typename, actor: visitor.id })
      return outcome
    }

    const cases = <T>(given: Never | readonly T[]): readonly T[] => ('never' in given ? [] : given)

    beforeAll(async () => {
      subject = await row.arrange()
    }, 120_000)

    test.each(row.Invalid)('is Invalid with %o, and says where', async (patch, path) => {
      const before = await written(portal())
      const outcome = await send({ patch })
      expect(outcome).toMatchObject({ __typename: 'Invalid' })
      expect((outcome['issues'] as { path: string }[]).map((issue) => issue.path)).toContain(path)
      for (const { message } of outcome['issues'] as { message: string }[]) expect(message).toMatch(/\S+ \S+/)
      const after = await written(portal())
      // Malformed input never reaches the lifecycle; what only the case can judge is audited as refused.
      expect(after).toEqual({ ...before, audit_entry: after.audit_entry })
    })

    test('is refused without a session', async () => {
      const before = await written(portal())
      const input = { ...(await row.input(subject)), ...sealing }
      expect(await portal().anyone.send(name, input)).toMatchObject({ __typename: 'Error', code: 'UNAUTHENTICATED' })
      expect(await written(portal())).toEqual(before)
    })

    for (const by of cases(row.forbidden))
      test(`is not for the account of ${by}`, async () => {
        expect(await send({ by })).toMatchObject({ __typename: 'Error', code: 'FORBIDDEN' })
      })

    for (const by of cases(row.unseen))
      test(`for ${by} there is nothing here`, async () => {
        const before = await written(portal())
        const there = await send({ by })
        const absent = await send({ by, patch: { id: randomUUID() } })
        expect(there).toEqual(absent)
        expect(there).toMatchObject({ __typename: 'Error', code: 'NOT_FOUND' })
        expect(await written(portal())).toEqual(before)
      })

    for (const other of cases(row.NotPermitted))
      test(`is NotPermitted to ${typeof other.by === 'string' ? other.by : 'that person'}, with the reason`, async () => {
        const outcome = await refused(other, 'NotPermitted')
        if (typeof other.because === 'string') expect(outcome['message']).toBe(other.because)
        else expect(outcome['message']).toMatch(other.because)
      }, 120_000)

    if (!isNever(row.Stale)) {
      const stale = row.Stale
      test('is Stale on an old version, and tells the new one', async () => {
        const { version } = await row.input(subject)
        const patch = stale.patch ?? { version: Number(version) + 5 }
        const outcome = await refused({ ...stale, patch }, 'Stale')
        expect(outcome['currentVersion']).toBe(stale.current ?? version)
      })
    }

    for (const other of cases(row.Incomplete))
      test(`is Incomplete: ${other.unmet.map(([code]) => code).join(', ')}`, async () => {
        const outcome = await refused(other, 'Incomplete')
        const unmet = outcome['unmet'] as { code: string; at: string | null; message: string }[]
        for (const [code, at] of other.unmet) expect(unmet).toContainEqual(expect.objectContaining({ code, at }))
        for (const { message, code } of unmet) expect(message).not.toBe(code)
      }, 120_000)

    test('is done, and writes its steps, audit, leaves and outbox', async () => {
      const a = portal()
      const visitor = await visitorOf(row.by)
      sent = { commandId: randomUUID(), ...(await row.input(subject)) }
      if (row.sign !== undefined) {
        const [process, meaning] = row.sign
        sent = { ...sent, ...(await visitor.begin(process, meaning, String(sent.id))) }
      }
      const before = await written(a)
      const { seq } = await a.one<{ seq: string }>(`select coalesce(max(seq), 0) as seq from transition`)
      const { id: audited } = await a.one<{ id: string }>(`select coalesce(max(id), 0) as id from audit_entry`)
      answered = await visitor.send(name, sent)
      if (row.done.answer !== undefined) expect(answered).toMatchObject(row.done.answer)
      expect(answered).not.toHaveProperty('message')
      const steps = await a.rows<{ step: string; topic: string; actor_id: string }>(
        `select process || ': ' || from_state || ' ' || event || ' ' || to_state as step, process || '.' || event as topic, actor_id from transition where seq > $1 order by seq`,
        [seq],
      )
      expect(steps.map(({ step }) => step)).toEqual(row.done.steps)
      if (steps[0] !== undefined) expect(steps[0].actor_id).toBe(visitor.id)
      const after = await written(a)
      const signatures = row.sign === undefined ? 0 : 1
      expect(after).toEqual({
        transition: before.transition + steps.length,
        outbox: before.outbox + steps.length + (row.done.letters ?? 0),
        log_leaf: before.log_leaf + steps.length + signatures,
        signature: before.signature + signatures,
        audit_entry: before.audit_entry + (row.done.audit === undefined ? steps.length : 1),
        command: before.command + 1,
      })
      const entries = await a.rows(
        `select action, outcome, actor_id from audit_entry where id > $1 order by id limit 1`,
        [audited],
      )
      expect(entries).toEqual([
        {
          action: row.done.audit ?? steps[0]?.topic.split('.')[1],
          outcome: 'done',
          actor_id: visitor.id,
        },
      ])
      const topics = await a.rows(`select topic from outbox order by seq desc limit $1`, [steps.length])
      expect(topics.reverse().map(({ topic }) => topic as string)).toEqual(steps.map(({ topic }) => topic))
    }, 60_000)

    test('the same command again has no second effect and the same answer', async () => {
      const before = await written(portal())
      expect(await (await visitorOf(row.by)).send(name, sent)).toEqual(answered)
      expect(await written(portal())).toEqual(before)
    })

    if (!isNever(row.CommandReused)) {
      const patch = row.CommandReused
      test('is CommandReused with other input under the same id', async () => {
        const before = await written(portal())
        const outcome = await (await visitorOf(row.by)).send(name, { ...sent, ...patch })
        expect(outcome).toMatchObject({
          __typename: 'CommandReused',
          message: expect.stringMatching(/\S+ \S+/) as string,
        })
        expect(await written(portal())).toEqual({ ...before, audit_entry: (await written(portal())).audit_entry })
      })
    }

    if (!isNever(row.OutOfTurn)) {
      const other = row.OutOfTurn
      test(`is OutOfTurn when it is ${other.state}`, async () => {
        expect((await refused(other, 'OutOfTurn'))['stateNow']).toBe(other.state)
      }, 120_000)
    }

    afterAll(() => {
      answered = undefined
    })
  })
}

/** Patches that no mutation on a version takes: an id that is none, a command that is none, a version below the first. */
export const badId: readonly [Input, string][] = [
  [{ id: 'no-uuid' }, 'id'],
  [{ commandId: '1' }, 'commandId'],
]
export const badOnVersion: readonly [Input, string][] = [...badId, [{ version: 0 }, 'version']]
export const badReason: readonly [Input, string][] = [...badOnVersion, [{ reason: '  ' }, 'reason']]
export const badSeal: readonly [Input, string][] = [
  ...badOnVersion,
  [{ ceremonyId: 'x' }, 'ceremonyId'],
  [{ ceremonyId: '4d3a3b0e-6c9e-4a3e-9f57-6c8b8a2f0f11' }, 'ceremonyId'],
  [{ proof: { kind: 'password', password: 'alone' } }, 'proof/kind'],
  [{ proof: { kind: 'passkey', assertion: {} } }, 'proof/assertion/id'],
]
