import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { startPortal, type RunningPortal } from '../portal.ts'
import { CardRefused } from './outcome.ts'
import { People } from './people.ts'
import { readRegisteredOperations } from './registered-operations.ts'
import { sampleFile } from './sample-files.ts'
import { runJourney } from './whole-life.ts'

const ownCard = join(import.meta.dirname, '..', 'cards', 'wardnote-3b.md')
const cards = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'model-cards', 'hf')

const Expected = z.object({
  imported: z.record(z.string(), z.object({ fieldsFromCard: z.number(), fields: z.array(z.string()) })),
  refused: z.array(z.string()),
})
const expected = Expected.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'expected-cards.json'), 'utf8')))

let portal: RunningPortal

beforeAll(async () => {
  portal = await startPortal()
})

afterAll(async () => {
  await portal?.stop()
})

type Ended = { code: number; lines: string[]; complaint: string }

/** Runs the command as a person would, and waits for its end. */
function journey(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const program = join(import.meta.dirname, 'journey.ts')
    const env = { ...process.env, PLACET_URL: portal.url }
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), lines: stdout.trimEnd().split('\n'), complaint: stderr })
    })
  })
}

/** What every journey passes through; the information request makes the pause in the middle. */
const states = [
  'draft',
  'submitted',
  'screening',
  'inReview',
  'onHold',
  'inReview',
  'consolidation',
  'decisionPending',
  'decided',
]

describe.each(['I', 'II', 'III', 'IV'])('a card taken through its whole life as Class %s', (riskClass) => {
  test('ends in the public register', async () => {
    const { code, lines, complaint } = await journey(ownCard, '--json', '--class', riskClass)
    expect(complaint).toBe('')
    expect(code).toBe(0)
    const result: unknown = JSON.parse(lines.at(-1) ?? '')
    expect(result).toMatchObject({
      class: riskClass,
      states,
      registerPath: expect.stringMatching(/^\/register\/LMM-\d{4}-\d+$/),
      days: { applicant: 1 },
      published: true,
    })
    expect(lines.some((line) => line.includes('sign and submit') && line.includes('draft → submitted'))).toBe(true)
  })
})

test('a file that is no card is refused, with the reason and a code of its own', async () => {
  const { code, complaint } = await journey(join(import.meta.dirname, '..', 'package.json'))
  expect(code).toBe(2)
  expect(complaint).toMatch(/^The portal refused the card: .+/)
})

test('a card that does not exist and an unknown class are misuse, not a refusal', async () => {
  expect(await journey('/nowhere/card.md')).toMatchObject({
    code: 1,
    complaint: 'The card /nowhere/card.md cannot be read.\n',
  })
  const { code, complaint } = await journey(ownCard, '--class', 'V')
  expect(code).toBe(1)
  expect(complaint).toContain('Usage: npm run journey')
})

test('the files of the journey are what they say', () => {
  expect(sampleFile('Plan', 'application/pdf').bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(JSON.parse(sampleFile('Parts', 'application/json').bytes.toString())).toMatchObject({ bomFormat: 'CycloneDX' })
  const hashes = ['a', 'b'].map((title) =>
    createHash('sha256').update(sampleFile(title, undefined).bytes).digest('hex'),
  )
  expect(new Set(hashes).size).toBe(2)
})

const hasCards = existsSync(cards)
if (!hasCards)
  console.log('The 37 real model cards are not here (../shared/data/model-cards/hf): their journeys are left out.')

describe.skipIf(!hasCards)('the 37 real model cards', () => {
  const files = hasCards ? readdirSync(cards).filter((file) => file.endsWith('.md')) : []
  const classes = ['I', 'II', 'III', 'IV'] as const
  let people: People

  beforeAll(async () => {
    expect(files).toHaveLength(37)
    people = await People.gather({ url: portal.url, operations: readRegisteredOperations() })
  })

  test.each(files.filter((file) => !expected.refused.includes(file)).map((file, order) => ({ file, order })))(
    '$file goes through',
    async ({ file, order }) => {
      const card = { fileName: file, text: readFileSync(join(cards, file), 'utf8') }
      const result = await runJourney(people, card, classes[order % classes.length] ?? 'I', () => undefined)
      expect(result.published).toBe(true)
      const byHand = expected.imported[file]
      if (byHand) expect(result.fieldsFromCard).toBe(byHand.fieldsFromCard)
    },
  )

  test.each(expected.refused)('%s is refused with the reason', async (file) => {
    const card = { fileName: file, text: readFileSync(join(cards, file), 'utf8') }
    const going = runJourney(people, card, 'I', () => undefined)
    await expect(going).rejects.toThrow(CardRefused)
    await expect(going).rejects.toThrow(/front matter/i)
  })
})
