import type { Reading } from './card-field.ts'
import { inFrontMatter, inSections } from './card-field.ts'
import type { Detail } from './details.ts'
import { detailKind } from './details.ts'
import { foreignHeadings, headingKey, headingTable, summaryHeadings } from './heading-table.ts'
import { titleSection, untitledStart } from './identity.ts'
import { oneLine, plainCode, plainText } from './plain-text.ts'
import type { YamlMap } from './safe-yaml.ts'
import { isYamlMap, yamlText } from './safe-yaml.ts'
import type { CardSection } from './sections.ts'
import { saysNothing } from './template-remains.ts'

// A section is cut by the field's own limit later; this bounds the work on one that fills the whole card.
const longestSection = 60_000

const fieldOfHeading: ReadonlyMap<string, (typeof headingTable)[number]> = new Map(
  headingTable.flatMap((entry) => entry.headings.map((heading) => [heading, entry] as const)),
)

/** Fields that are answered in prose, by what stands under the headings of the card. */
export function readProse(
  frontMatter: YamlMap,
  sections: readonly CardSection[],
  details: ReadonlyMap<string, Detail>,
): Reading[] {
  const summary = readSummary(sections)
  const byHeading = headingTable.flatMap((entry) => readEntry(entry, sections))
  const answered = new Set(byHeading.map(({ field }) => field))
  const facts = [
    ...readLogic(sections, details, summary?.title),
    ...readConfiguration(frontMatter),
    ...readFacts(details),
  ]
  return [
    ...(summary === undefined ? [] : [summary.reading]),
    ...byHeading,
    ...facts.filter(({ field }) => !answered.has(field)),
  ]
}

function readEntry(entry: (typeof headingTable)[number], sections: readonly CardSection[]): Reading[] {
  const found = sections
    .map((section, at) => ({ section, at }))
    .filter(({ section }) => fieldOfHeading.get(headingKey(section.title)) === entry)
    .map(({ section, at }) => ({ title: section.title, text: textOf(sections, at, entry.code) }))
    .filter(({ text }) => !saysNothing(text))
  if (found.length === 0) return []
  const value = found.map(({ text }) => text).join('\n\n')
  return [
    {
      field: entry.field,
      value,
      found: value,
      place: inSections(found.map(({ title }) => title)),
      confidence: entry.confidence,
    },
  ]
}

/** A section's own text and that of the sections within it which have no field of their own. */
function textOf(sections: readonly CardSection[], at: number, code?: 'kept'): string {
  const own = plainText((sections[at]?.markdown ?? '').slice(0, longestSection), code)
  const inner = sections.flatMap((section, child) => {
    if (section.parent !== at) return []
    const key = headingKey(section.title)
    if (fieldOfHeading.has(key) || foreignHeadings.has(key)) return []
    const text = textOf(sections, child, code)
    return saysNothing(text) ? [] : [`${section.title}\n${text}`]
  })
  const said = saysNothing(own) ? [] : [own]
  return [...said, ...inner].join('\n\n').slice(0, longestSection)
}

/** Lines that state facts (`Developed by: …`) are no summary. */
const withoutFacts = (text: string): string =>
  text
    .split('\n')
    .filter((line) => detailKind(line) === undefined)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

const isProse = (text: string): boolean => text.length >= 60 && /\p{L}{2,}\s+\p{L}{2,}\s+\p{L}{2,}/u.test(text)

function readSummary(sections: readonly CardSection[]): { title: string; reading: Reading } | undefined {
  const introductions = [titleSection(sections) ?? untitledStart(sections) ?? sections[0]].filter(
    (section) => section !== undefined,
  )
  const named = summaryHeadings.flatMap((heading) =>
    // A "Summary" deep in a card sums up its results.
    sections.filter(
      (section) => headingKey(section.title) === heading && (heading !== 'summary' || section.level <= 2),
    ),
  )
  for (const section of [...introductions, ...named]) {
    const text = withoutFacts(plainText(section.markdown.slice(0, longestSection)))
    if (!isProse(text)) continue
    const place = inSections([section.title].filter(Boolean))
    return {
      title: section.title,
      reading: {
        field: 'plainSummary',
        value: text,
        found: text,
        place,
        confidence: named.includes(section) ? 'medium' : 'low',
      },
    }
  }
  return undefined
}

/** Where no section tells how the model works: its description, unless that is the summary; else its type. */
function readLogic(
  sections: readonly CardSection[],
  details: ReadonlyMap<string, Detail>,
  summary: string | undefined,
): Reading[] {
  const description = sections.find(
    ({ title }) =>
      ['model description', 'model details'].includes(headingKey(title)) &&
      title !== summary &&
      isProse(withoutFacts(plainText(sectionStart(sections, title)))),
  )
  if (description !== undefined) {
    const value = withoutFacts(plainText(description.markdown.slice(0, longestSection)))
    return [{ field: 'operatingLogic', value, found: value, place: inSections([description.title]), confidence: 'low' }]
  }
  return readFact(details, 'modelType', 'operatingLogic')
}

const sectionStart = (sections: readonly CardSection[], title: string): string =>
  sections.find((section) => section.title === title)?.markdown.slice(0, longestSection) ?? ''

/** How the hub is told to run the model: what it tests with, and so part of what is approved. */
function readConfiguration(frontMatter: YamlMap): Reading[] {
  const inference = frontMatter.get('inference')
  const parameters = isYamlMap(inference) ? inference.get('parameters') : undefined
  const lines = isYamlMap(parameters)
    ? [...parameters].map(([key, value]) => ({
        key,
        text: typeof value === 'boolean' ? String(value) : yamlText(value),
      }))
    : []
  const settings = lines
    .filter(({ text }) => text !== undefined)
    .map(({ key, text }) => oneLine(`${key}: ${text ?? ''}`))
  const template = plainCode(yamlText(frontMatter.get('prompt_template')) ?? '')
  const value = [...settings, ...(saysNothing(template) ? [] : [`Prompt template:\n${template}`])].join('\n')
  if (value === '') return []
  const keys = [...(settings.length > 0 ? ['inference'] : []), ...(saysNothing(template) ? [] : ['prompt_template'])]
  return [{ field: 'inferenceConfiguration', value, found: value, place: inFrontMatter(...keys), confidence: 'medium' }]
}

function readFacts(details: ReadonlyMap<string, Detail>): Reading[] {
  const cutoff = details.get('cutoff')
  const date = cutoff === undefined ? undefined : /\b\d{4}-\d{2}-\d{2}\b/.exec(cutoff.value)?.[0]
  return [
    ...readFact(details, 'fundedBy', 'fundingSources'),
    ...readFact(details, 'contact', 'publicContact'),
    ...(cutoff === undefined || date === undefined
      ? []
      : [
          {
            field: 'dataCurrency',
            value: date,
            found: `${cutoff.label}: ${cutoff.value}`,
            place: inSections([cutoff.section].filter(Boolean)),
            confidence: 'medium' as const,
          },
        ]),
  ]
}

function readFact(details: ReadonlyMap<string, Detail>, kind: string, field: string): Reading[] {
  const detail = details.get(kind)
  if (detail === undefined) return []
  const { label, value, section } = detail
  return [
    { field, value, found: `${label}: ${value}`, place: inSections([section].filter(Boolean)), confidence: 'medium' },
  ]
}
