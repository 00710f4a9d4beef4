import { describe, expect, test, vi } from 'vitest'
import { Autosave, type Batch, type Outcome, type Reply, type StoredAnswer } from './autosave.ts'

type Answered = (batch: Batch) => Reply<string>

const stored = (field: string, value: unknown, version: number, more: Partial<StoredAnswer> = {}): StoredAnswer => ({
  field,
  value,
  version,
  source: 'typed',
  sourceNote: null,
  confirmed: true,
  changedBy: null,
  changedAt: '2026-05-03T14:05:00Z',
  ...more,
})

const outcome = (field: string, kind: string, answer: StoredAnswer | null, more: Partial<Outcome> = {}): Outcome => ({
  field,
  outcome: kind,
  answer,
  message: null,
  issues: [],
  ...more,
})

const saved: Answered = ({ answers }) => ({
  kind: 'saved',
  savedAt: '2026-05-03T14:05:00Z',
  outcomes: answers.map(({ field, value, baseVersion }) =>
    outcome(field, 'saved', stored(field, value, baseVersion + 1)),
  ),
})

/** A dossier with a scripted server and a clock that the test turns. */
function dossier(script: Answered[] = []) {
  const sent: Batch[] = []
  const release: (() => void)[] = []
  let timer: { ms: number; act: () => void } | null = null
  let ids = 0
  const autosave = new Autosave<string>({
    newId: () => `command-${(ids += 1)}`,
    timers: {
      after(ms, act) {
        const mine = { ms, act }
        timer = mine
        return () => {
          if (timer === mine) timer = null
        }
      },
    },
    send: async (batch) => {
      sent.push(batch)
      await new Promise<void>((resolve) => release.push(resolve))
      return (script.shift() ?? saved)(batch)
    },
  })
  return {
    autosave,
    sent,
    waits: () => timer?.ms ?? null,
    tick() {
      const due = timer
      timer = null
      due?.act()
    },
    /** Lets the request in flight be answered. */
    async answer() {
      await vi.waitFor(() => expect(release.length).toBeGreaterThan(0))
      release.shift()?.()
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}

test('waits 800 ms after the last key, then saves the whole word at once', async () => {
  const { autosave, sent, waits, tick, answer } = dossier()
  autosave.edit('purpose', 'a')
  autosave.edit('purpose', 'ab')
  expect(sent).toHaveLength(0)
  expect(waits()).toBe(800)
  tick()
  await answer()
  expect(sent.map(({ answers }) => answers)).toEqual([[{ field: 'purpose', baseVersion: 0, value: 'ab' }]])
  expect(autosave.status()).toMatchObject({ state: 'saved', savedAt: '2026-05-03T14:05:00Z' })
  expect(autosave.hasUnsent()).toBe(false)
})

test('keeps one request in flight; what is typed meanwhile follows on the new version', async () => {
  const { autosave, sent, tick, answer } = dossier()
  autosave.receive([stored('purpose', 'old', 4)])
  autosave.edit('purpose', 'a')
  tick()
  autosave.edit('purpose', 'ab')
  expect(sent).toHaveLength(1)
  expect(sent[0]?.answers).toEqual([{ field: 'purpose', baseVersion: 4, value: 'a' }])
  await answer()
  expect(autosave.field('purpose')).toMatchObject({ value: 'ab', state: 'edited' })
  await answer()
  expect(sent[1]?.answers).toEqual([{ field: 'purpose', baseVersion: 5, value: 'ab' }])
  expect(autosave.hasUnsent()).toBe(false)
})

test('a lost request is sent again as it was, with the same command id, and says so meanwhile', async () => {
  const lost: Answered = () => ({ kind: 'failed', signedOut: false })
  const { autosave, sent, waits, tick, answer } = dossier([lost, lost])
  autosave.edit('purpose', 'a')
  tick()
  await answer()
  expect(autosave.status().state).toBe('retrying')
  expect(autosave.hasUnsent()).toBe(true)
  expect(waits()).toBe(1000)
  autosave.edit('purpose', 'ab')
  tick()
  await answer()
  expect(waits()).toBe(2000)
  tick()
  await answer()
  await answer()
  expect(sent.map(({ commandId, answers }) => [commandId, answers[0]?.value])).toEqual([
    ['command-1', 'a'],
    ['command-1', 'a'],
    ['command-1', 'a'],
    ['command-2', 'ab'],
  ])
  expect(autosave.hasUnsent()).toBe(false)
})

const colleague = stored('purpose', 'theirs', 7, { changedBy: 'Omar Haddad' })
const conflict: Answered = () => ({
  kind: 'saved',
  savedAt: '2026-05-03T14:05:00Z',
  outcomes: [outcome('purpose', 'conflict', colleague)],
})

test('a conflict keeps both; mine is sent over theirs only when chosen', async () => {
  const { autosave, sent, waits, tick, answer } = dossier([conflict])
  autosave.edit('purpose', 'mine')
  tick()
  await answer()
  expect(autosave.field('purpose')).toMatchObject({ state: 'conflict', value: 'mine', theirs: colleague })
  autosave.edit('purpose', 'mine, longer')
  expect(waits()).toBeNull()
  autosave.resolve('purpose', 'mine')
  tick()
  await answer()
  expect(sent[1]?.answers).toEqual([{ field: 'purpose', baseVersion: 7, value: 'mine, longer' }])
  expect(autosave.field('purpose').state).toBe('clean')
})

test('a conflict can be ended with theirs, and nothing is sent', async () => {
  const { autosave, sent, tick, answer } = dossier([conflict])
  autosave.edit('purpose', 'mine')
  tick()
  await answer()
  autosave.resolve('purpose', 'theirs')
  expect(autosave.field('purpose')).toMatchObject({ state: 'clean', value: 'theirs' })
  expect(autosave.answers()['purpose']).toBe('theirs')
  expect(sent).toHaveLength(1)
})

test('two people who wrote the same are not in conflict', async () => {
  const { autosave, tick, answer } = dossier([conflict])
  autosave.edit('purpose', 'theirs')
  tick()
  await answer()
  expect(autosave.field('purpose').state).toBe('clean')
})

test('an answer that the server finds malformed stays on the page with the message', async () => {
  const invalid: Answered = () => ({
    kind: 'saved',
    savedAt: '2026-05-03T14:05:00Z',
    outcomes: [
      outcome('contact', 'invalid', null, {
        message: 'Enter a web address',
        issues: [{ path: 'contact', message: 'Enter a web address' }],
      }),
    ],
  })
  const { autosave, tick, answer } = dossier([invalid])
  autosave.edit('contact', 'not an address')
  tick()
  await answer()
  expect(autosave.field('contact')).toMatchObject({
    state: 'invalid',
    value: 'not an address',
    message: 'Enter a web address',
  })
})

test('a refusal of the whole keeps the words and stops until the person acts', async () => {
  const refused: Answered = () => ({ kind: 'refused', refusal: 'The dossier was sent' })
  const { autosave, waits, tick, answer } = dossier([refused])
  autosave.edit('purpose', 'mine')
  tick()
  await answer()
  expect(autosave.status()).toMatchObject({ state: 'refused', refusal: 'The dossier was sent' })
  expect(autosave.field('purpose').value).toBe('mine')
  expect(autosave.hasUnsent()).toBe(true)
  expect(waits()).toBeNull()
})

test('news from the server reach fields that nobody edits here, and no others', () => {
  const { autosave } = dossier()
  autosave.receive([stored('a', 'one', 1), stored('b', 'two', 1)])
  autosave.edit('b', 'mine')
  autosave.receive([stored('a', 'three', 2), stored('b', 'four', 2)])
  expect(autosave.answers()).toEqual({ a: 'three', b: 'mine' })
})

test('large answers go in several requests, each below the door’s limit', async () => {
  const { autosave, sent, tick, answer } = dossier()
  for (const field of ['a', 'b', 'c']) autosave.edit(field, 'x'.repeat(20_000))
  tick()
  await answer()
  await answer()
  await answer()
  expect(sent.map(({ answers }) => answers.length)).toEqual([1, 1, 1])
})

describe('when the page is hidden or ends', () => {
  const answersOf = (sent: Batch[]) => sent.map(({ answers }) => answers)

  test('what waits for the pause goes out at once, and once', async () => {
    const { autosave, sent, waits, answer } = dossier()
    autosave.hurry()
    expect(sent).toEqual([])
    autosave.edit('purpose', 'mine')
    autosave.hurry()
    autosave.hurry()
    autosave.leave()
    expect(answersOf(sent)).toEqual([[{ field: 'purpose', baseVersion: 0, value: 'mine' }]])
    await answer()
    expect(waits()).toBeNull()
    expect(autosave.hasUnsent()).toBe(false)
  })

  test('a lost request is sent again as it was, and what was typed since goes beside it', async () => {
    const { autosave, sent, tick, answer } = dossier([() => ({ kind: 'failed', signedOut: false })])
    autosave.edit('purpose', 'a')
    tick()
    await answer()
    autosave.edit('users', 'doctors')
    autosave.leave()
    expect(sent.map(({ commandId }) => commandId)).toEqual(['command-1', 'command-1', 'command-2'])
    expect(answersOf(sent).slice(1)).toEqual([
      [{ field: 'purpose', baseVersion: 0, value: 'a' }],
      [{ field: 'users', baseVersion: 0, value: 'doctors' }],
    ])
  })

  test('newer words of a field under way follow its older ones, so that they count in whichever order both arrive', () => {
    const { autosave, sent, tick } = dossier()
    autosave.receive([stored('purpose', 'old', 4)])
    autosave.edit('purpose', 'a')
    tick()
    autosave.edit('purpose', 'ab')
    autosave.hurry()
    expect(sent).toHaveLength(1)
    autosave.leave()
    expect(answersOf(sent)[1]).toEqual([
      { field: 'purpose', baseVersion: 4, value: 'a' },
      { field: 'purpose', baseVersion: 5, value: 'ab' },
    ])
  })

  test('what was refused waits for the person', async () => {
    const { autosave, sent, tick, answer } = dossier([() => ({ kind: 'refused', refusal: 'The dossier was sent' })])
    autosave.edit('purpose', 'mine')
    tick()
    await answer()
    autosave.hurry()
    autosave.leave()
    expect(sent).toHaveLength(1)
  })
})
