import { checkAnswer } from '@placet/shared/policy-pack/answer'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CardField } from './card-field.ts'
import { languageName } from './languages.ts'
import { readModelCard } from './read-model-card.ts'

const projectRoot = join(import.meta.dirname, '../../../..')
const shared = join(projectRoot, '../shared/data')
const hub = join(shared, 'model-cards/hf')

/** Facts of each card that were gathered by other means. */
type Known = {
  file: string
  front_matter: string
  license: string | null
  languages: string[]
  base_model: string | string[] | null
  model_index_metrics: number
}

const cellsOf = (field: CardField | undefined): Record<string, unknown>[] =>
  Array.isArray(field?.value) ? field.value.map((row: { cells: Record<string, unknown> }) => row.cells) : []

if (!existsSync(hub)) test.skip('public model cards: ../shared/data is not here', () => undefined)
else {
  const known = JSON.parse(readFileSync(join(shared, 'model-cards/hf-index.json'), 'utf8')) as Known[]
  const read = (file: string) => readModelCard(readFileSync(join(shared, file), 'utf8'), 'README.md')
  const good = known.filter((card) => card.front_matter === 'ok')

  describe('37 public cards', () => {
    test('35 are read, the two without front matter are refused for that', () => {
      expect([known.length, good.length]).toEqual([37, 35])
      for (const { file, front_matter: state } of known) {
        const card = read(file)
        expect([file, card.ok ? [] : card.issues.map(({ code }) => code)]).toEqual([
          file,
          state === 'ok' ? [] : ['card.noFrontMatter'],
        ])
      }
    })

    test.each(good)('$file: licence, languages, base model and results are as known', (card) => {
      const result = read(card.file)
      const fields = new Map((result.ok ? result.fields : []).map((field) => [field.field, field]))

      const licence = fields.get('distributionForms')
      expect(licence?.found.replace(/^license: | \(.*$/g, '') ?? null).toBe(card.license)
      expect(licence?.value).toEqual(card.license === null ? undefined : ['openWeights'])

      const languages = card.languages.map((code) => languageName(code)).filter((name) => name !== undefined)
      expect(cellsOf(fields.get('languages')).map(({ language }) => language)).toEqual(languages)

      const bases = [card.base_model ?? []].flat()
      if (bases.length > 0) {
        expect(fields.get('builtOnUpstream')?.value).toBe(true)
        expect(cellsOf(fields.get('upstreamModels')).map(({ name }) => name)).toEqual(bases)
      }

      const results = cellsOf(fields.get('headlineMetrics'))
      expect(results).toHaveLength(Math.min(card.model_index_metrics, 200))
      expect(results.every(({ estimate }) => typeof estimate === 'number')).toBe(true)
      expect(results.some((cells) => 'n' in cells || 'ciLow' in cells || 'ciHigh' in cells || 'met' in cells)).toBe(
        false,
      )
    })

    test('what is proposed is well-formed, plain and short, and names its place', () => {
      for (const { file } of good) {
        const result = read(file)
        for (const field of result.ok ? result.fields : []) {
          const about = `${file} ${field.field}`
          expect([about, checkAnswer(defaultPack, field.field, field.value, { answers: {} })]).toEqual([about, []])
          expect([about, /<\/?[a-z]/i.test(JSON.stringify(field))]).toEqual([about, false])
          expect([about, /more information needed|\{\{ ?\w+ ?\|/i.test(JSON.stringify(field.value))]).toEqual([
            about,
            false,
          ])
          expect([about, field.found.length <= 200 && field.found !== '']).toEqual([about, true])
          expect(field.sourceNote).toMatch(/^README\.md, (?:front matter: |sections? "|introduction)/)
        }
      }
    })

    test('a card of template remains yields what its front matter says and nothing else', () => {
      const result = read('model-cards/hf/Serega1200__test.md')
      expect(result.ok && result.fields.map(({ field }) => field)).toEqual(['distributionForms', 'languages'])
    })
  })

  describe('hostile strings', () => {
    const strings = JSON.parse(readFileSync(join(shared, 'strings/blns.json'), 'utf8')) as string[]
    const oddFiles = readdirSync(join(shared, 'strings/json-parsing')).map((name) =>
      new TextDecoder().decode(readFileSync(join(shared, 'strings/json-parsing', name))),
    )

    test.each(['model_name', 'license', 'base_model', 'datasets', 'prompt_template'])(
      'in the front matter under %s: a clean value or a clear refusal',
      (key) => {
        for (const text of strings)
          expectSound(readModelCard(`---\n${key}: ${JSON.stringify(text)}\n---\n`, 'README.md'), text)
      },
    )

    test('bare in the front matter, under a heading, as the title and as the name of the file', () => {
      for (const text of [...strings, ...oddFiles]) {
        expectSound(readModelCard(`---\nlicense: ${text}\n---\n`, 'README.md'), text)
        expectSound(
          readModelCard(`---\nlicense: mit\n---\n# ${text}\n\n## Limitations\n\nIt fails here: ${text}\n`, text),
          text,
        )
      }
    })
  })
}

function expectSound(read: ReturnType<typeof readModelCard>, text: string): void {
  if (!read.ok) {
    expect([text, read.issues.every(({ code }) => code.startsWith('card.'))]).toEqual([text, true])
    return
  }
  for (const field of read.fields) {
    expect([text, checkAnswer(defaultPack, field.field, field.value, { answers: {} })]).toEqual([text, []])
    const shown = [field.found, field.sourceNote].join(' ')
    // eslint-disable-next-line no-control-regex -- what must not be there
    expect([text, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(shown)]).toEqual([text, false])
    expect([text, /<[a-z/!?]/i.test(`${JSON.stringify(field.value)} ${shown}`)]).toEqual([text, false])
  }
}
