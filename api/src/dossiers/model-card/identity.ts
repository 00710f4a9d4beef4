import type { Reading } from './card-field.ts'
import { inFrontMatter, inSections } from './card-field.ts'
import type { Detail } from './details.ts'
import { foreignHeadings, headingKey, headingTable, summaryHeadings } from './heading-table.ts'
import { oneLine, plainText } from './plain-text.ts'
import type { YamlMap } from './safe-yaml.ts'
import { yamlMaps, yamlText } from './safe-yaml.ts'
import type { CardSection } from './sections.ts'
import { saysNothing } from './template-remains.ts'

const repository = /^[\w.-]{1,96}\/[\w.-]{1,96}$/
const frame = /^(?:the )?(?:model ?card|card)(?: for| of|:)\s*|\s*[-–—:]?\s*model ?card$/gi

/** Titles that the templates write themselves, and headings that stand for a part of any card. */
const notNames = new Set([
  'model id',
  'uploaded model',
  'model',
  'model card',
  'readme',
  'model properties',
  ...foreignHeadings,
  ...summaryHeadings,
  ...headingTable.flatMap(({ headings }) => headings),
])

/** The heading that gives the card its title: its first, if that is a name and of the first level, or nothing stands before it. */
export function titleSection(sections: readonly CardSection[]): CardSection | undefined {
  const [first] = sections.filter(({ level }) => level > 0)
  if (first === undefined || /^\d+(?:\.\d+)*[.)]\s/.test(first.title)) return undefined
  if (first.level > 1 && !saysNothing(plainText(sections[0]?.markdown ?? ''))) return undefined
  const name = first.title.replace(frame, '').trim()
  return saysNothing(name) || notNames.has(headingKey(name)) ? undefined : first
}

/** The section under a title that is still the template's own. */
export const untitledStart = (sections: readonly CardSection[]): CardSection | undefined =>
  sections.find(({ level, title }) => level === 1 && headingKey(title.replace(frame, '')) === 'model id')

/** What the model is called, which version, and under which identifier. */
export function readIdentity(
  frontMatter: YamlMap,
  sections: readonly CardSection[],
  details: ReadonlyMap<string, Detail>,
): Reading[] {
  return [
    ...readName(frontMatter, sections),
    ...readVersion(frontMatter, details),
    ...readIdentifier(frontMatter, sections),
  ]
}

function readName(frontMatter: YamlMap, sections: readonly CardSection[]): Reading[] {
  const stated = oneLine(yamlText(frontMatter.get('model_name')) ?? '')
  if (!saysNothing(stated))
    return [
      { field: 'modelName', value: stated, found: stated, place: inFrontMatter('model_name'), confidence: 'high' },
    ]
  const indexed = yamlMaps(frontMatter.get('model-index'))
    .map((model) => oneLine(yamlText(model.get('name')) ?? ''))
    .find((name) => !saysNothing(name))
  const title = titleSection(sections)
  if (title !== undefined) {
    const whole = title.title.replace(frame, '').trim()
    const name = shortName(whole)
    const confidence = name.toLowerCase() === indexed?.toLowerCase() ? 'high' : 'medium'
    return [{ field: 'modelName', value: name, found: title.title, place: inSections([title.title]), confidence }]
  }
  if (indexed === undefined) return []
  return [
    { field: 'modelName', value: indexed, found: indexed, place: inFrontMatter('model-index'), confidence: 'medium' },
  ]
}

/** `owner/name` → name; "Name: what it is in some words" → Name. */
function shortName(title: string): string {
  if (repository.test(title)) return title.split('/')[1] ?? title
  const [name = title, ...rest] = title.split(/:\s+/)
  return rest.join(' ').split(' ').length > 2 && name.length <= 60 ? name : title
}

function readVersion(frontMatter: YamlMap, details: ReadonlyMap<string, Detail>): Reading[] {
  for (const key of ['model_version', 'version']) {
    const version = oneLine(yamlText(frontMatter.get(key)) ?? '')
    if (!saysNothing(version))
      return [{ field: 'modelVersion', value: version, found: version, place: inFrontMatter(key), confidence: 'high' }]
  }
  const detail = details.get('version')
  if (detail === undefined || detail.value.length > 60) return []
  return [
    {
      field: 'modelVersion',
      value: detail.value,
      found: `${detail.label}: ${detail.value}`,
      place: inSections([detail.section].filter(Boolean)),
      confidence: 'medium',
    },
  ]
}

/** A DOI is fixed; the name of a repository on the hub is not, and is offered as a beginning only. */
function readIdentifier(frontMatter: YamlMap, sections: readonly CardSection[]): Reading[] {
  const doi = oneLine(yamlText(frontMatter.get('doi')) ?? '')
  if (/^(?:https:\/\/doi\.org\/|doi:)?10\.\d{4,9}\/\S{1,200}$/i.test(doi))
    return [{ field: 'modelIdentifier', value: doi, found: doi, place: inFrontMatter('doi'), confidence: 'high' }]
  const id = oneLine(yamlText(frontMatter.get('model_id')) ?? '')
  if (repository.test(id))
    return [{ field: 'modelIdentifier', value: id, found: id, place: inFrontMatter('model_id'), confidence: 'low' }]
  const title = titleSection(sections)
  const name = title?.title.replace(frame, '').trim() ?? ''
  if (title === undefined || !repository.test(name)) return []
  return [
    { field: 'modelIdentifier', value: name, found: title.title, place: inSections([title.title]), confidence: 'low' },
  ]
}
