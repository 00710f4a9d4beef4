import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { importCard, type Card } from './journey/applicant-part.ts'
import { Narration } from './journey/narration.ts'
import { CardRefused } from './journey/outcome.ts'
import { People } from './journey/people.ts'
import { readRegisteredOperations } from './journey/registered-operations.ts'
import { runJourney } from './journey/whole-life.ts'
import { startPortal, type RunningPortal } from './portal.ts'

const ownCard = join(import.meta.dirname, 'cards', 'wardnote-3b.md')
const cards = join(import.meta.dirname, '..', '..', 'shared', 'data', 'model-cards', 'hf')

const Expected = z.object({
  imported: z.record(z.string(), z.object({ fieldsFromCard: z.number(), fields: z.array(z.string()) })),
  refused: z.array(z.string()),
})
const expectedFile = join(import.meta.dirname, 'journey', 'expected-cards.json')
const expected = Expected.parse(JSON.parse(readFileSync(expectedFile, 'utf8')))

const classes = ['I', 'II', 'III', 'IV'] as const

let portal: RunningPortal
let people: People

beforeAll(async () => {
  portal = await startPortal()
  people = await People.gather({ url: portal.url, operations: readRegisteredOperations() })
})

afterAll(async () => {
  await portal?.stop()
})

type Ended = { code: number; lines: string[]; complaint: string }

/** Runs the command as a person would, and waits for its end. */
function journey(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const program = join(import.meta.dirname, 'journey', 'journey.ts')
    const environment = { ...process.env, PLACET_URL: portal.url }
    execFile(process.execPath, [program, ...args], { env: environment }, (error, stdout, stderr) => {
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

describe('the journey command', () => {
  test.each(classes)('takes our own card through its whole life as Class %s', async (riskClass) => {
    const { code, lines, complaint } = await journey(ownCard, '--json', '--class', riskClass)
    expect(complaint).toBe('')
    expect(code).toBe(0)
    const result: unknown = JSON.parse(lines.at(-1) ?? '')
    expect(result).toMatchObject({
      class: riskClass,
      states,
      registerPath: expect.stringMatching(/^\/register\/LMM-\d{4}-\d+$/),
      days: { applicant: 1 },
      logIndex: expect.any(Number),
      published: true,
    })
    expect(lines.some((line) => line.includes('sign and submit') && line.includes('draft → submitted'))).toBe(true)
  })

  test('refuses a file that is no card, with the reason and a code of its own', async () => {
    const { code, complaint } = await journey(join(import.meta.dirname, 'package.json'))
    expect(code).toBe(2)
    expect(complaint).toMatch(/^The portal refused the card: .+/)
  })
})

const hasCards = existsSync(cards)
if (!hasCards)
  console.log('The 37 real model cards are not here (../shared/data/model-cards/hf): their journeys are left out.')

const files = hasCards ? readdirSync(cards).filter((file) => file.endsWith('.md')) : []
const goThrough = files.filter((file) => !expected.refused.includes(file))
const byHand = Object.keys(expected.imported)
/** Whole lives take 8 s each: all 35 on request only, else those that we counted by hand. */
const isWhole = (file: string) => env['PLACET_FULL'] === '1' || byHand.includes(file)

function cardOf(file: string): Card {
  return { fileName: file, text: readFileSync(join(cards, file), 'utf8') }
}

const silent = () => undefined

describe.skipIf(!hasCards)('the 37 real model cards', () => {
  test('are 35 with front matter and 2 without, ten of them counted by hand', () => {
    expect(files).toHaveLength(37)
    expect(goThrough).toHaveLength(35)
    expect(byHand).toHaveLength(10)
    expect(byHand.filter((file) => !goThrough.includes(file))).toEqual([])
  })

  test.each(goThrough.filter(isWhole).map((file, order) => ({ file, order })))(
    '$file is published',
    async ({ file, order }) => {
      const result = await runJourney(people, cardOf(file), classes[order % classes.length] ?? 'I', silent)
      expect(result.published).toBe(true)
      expect(result.states).toEqual(states)
      const counted = expected.imported[file]
      if (counted) expect(result.fieldsFromCard).toBe(counted.fieldsFromCard)
    },
  )

  test.each(goThrough.filter((file) => !isWhole(file)))('%s is imported', async (file) => {
    const officer = await people.session('officer')
    const { fieldsFromCard } = await importCard(officer, new Narration(silent), cardOf(file))
    expect(fieldsFromCard).toBeGreaterThan(0)
  })

  test.each(expected.refused)('%s is refused with the reason', async (file) => {
    const going = runJourney(people, cardOf(file), 'I', silent)
    await expect(going).rejects.toThrow(CardRefused)
    await expect(going).rejects.toThrow(/front matter/i)
  })
})
