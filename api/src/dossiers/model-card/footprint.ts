import type { Reading } from './card-field.ts'
import { inFrontMatter, inSections, rowsOfCells } from './card-field.ts'
import type { Detail } from './details.ts'
import { headingKey } from './heading-table.ts'
import { oneLine, plainText } from './plain-text.ts'
import type { YamlMap } from './safe-yaml.ts'
import { isYamlMap, yamlText } from './safe-yaml.ts'
import type { CardSection } from './sections.ts'

/** Kilograms in one unit. */
const kilograms: Readonly<Record<string, number>> = {
  g: 0.001,
  gram: 0.001,
  grams: 0.001,
  kg: 1,
  kgs: 1,
  t: 1000,
  ton: 1000,
  tons: 1000,
  tonne: 1000,
  tonnes: 1000,
}

const amount = /(\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,6})?) ?(kgs?|g|grams?|t|tonnes?|tons?) ?(?:of )?CO(?:2|₂)/i

/** Under a label that names carbon, the unit alone will do. */
const labelledAmount = /^[~≈<]?\s?(\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,6})?) ?(kgs?|g|grams?|t|tonnes?|tons?)\b/i

const placesOfFootprint = new Set([
  'environmental impact',
  'carbon footprint',
  'carbon emissions',
  'environmental footprint',
  'compute infrastructure',
  'co2 emissions',
])

const phase = 'training by applicant'

/** The footprint of training, from `co2_eq_emissions` (grams, as the hub defines it) or from the section about it. */
export function readFootprint(
  frontMatter: YamlMap,
  sections: readonly CardSection[],
  details: ReadonlyMap<string, Detail>,
): Reading[] {
  return fromFrontMatter(frontMatter) ?? fromFacts(details) ?? fromProse(sections) ?? []
}

function reading(cells: Record<string, unknown>, rest: Omit<Reading, 'field' | 'value'>): Reading[] {
  return [{ field: 'environmentalFootprint', value: rowsOfCells([{ phase, ...cells }]), ...rest }]
}

const round = (value: number): number => Number(value.toPrecision(12))

function fromFrontMatter(frontMatter: YamlMap): Reading[] | undefined {
  const stated = frontMatter.get('co2_eq_emissions')
  const emissions = isYamlMap(stated) ? stated.get('emissions') : stated
  const grams = typeof emissions === 'number' ? emissions : Number(yamlText(emissions) ?? Number.NaN)
  if (!Number.isFinite(grams) || grams < 0) return undefined
  const method = isYamlMap(stated)
    ? ['source', 'training_type', 'geographical_location', 'hardware_used']
        .map((key) => oneLine(yamlText(stated.get(key)) ?? ''))
        .filter((text) => text !== '')
        .join('; ')
    : ''
  return reading(
    { carbonKg: round(grams / 1000), method: method.slice(0, 400) },
    {
      found: `${grams} g CO2eq${method === '' ? '' : `; ${method}`}`,
      place: inFrontMatter('co2_eq_emissions'),
      confidence: 'high',
    },
  )
}

function fromFacts(details: ReadonlyMap<string, Detail>): Reading[] | undefined {
  const facts = ['carbon', 'carbonGrams', 'hardware', 'hours', 'provider', 'region']
    .map((kind) => details.get(kind))
    .filter((fact) => fact !== undefined)
  if (facts.length === 0) return undefined
  const grams = details.get('carbonGrams')?.value.match(/^\d{1,9}(?:\.\d{1,6})?/)?.[0]
  const carbonKg =
    grams === undefined ? carbonIn(details.get('carbon')?.value ?? '', labelledAmount) : round(Number(grams) / 1000)
  const found = facts.map(({ label, value }) => `${label}: ${value}`).join('; ')
  return reading(
    { carbonKg, method: found.slice(0, 400) },
    {
      found,
      place: inSections(facts.map(({ section }) => section).filter(Boolean)),
      confidence: carbonKg === undefined ? 'low' : 'medium',
    },
  )
}

function fromProse(sections: readonly CardSection[]): Reading[] | undefined {
  for (const section of sections.filter(({ title }) => placesOfFootprint.has(headingKey(title)))) {
    const sentence = plainText(section.markdown)
      .split('\n')
      .find((line) => amount.test(line))
    const carbonKg = carbonIn(sentence ?? '')
    if (sentence !== undefined && carbonKg !== undefined)
      return reading(
        { carbonKg, method: oneLine(sentence).slice(0, 400) },
        { found: oneLine(sentence), place: inSections([section.title]), confidence: 'low' },
      )
  }
  return undefined
}

function carbonIn(text: string, pattern: RegExp = amount): number | undefined {
  const [, value, unit] = pattern.exec(text) ?? []
  const factor = kilograms[unit?.toLowerCase() ?? '']
  return value === undefined || factor === undefined ? undefined : round(Number(value.replaceAll(',', '')) * factor)
}
