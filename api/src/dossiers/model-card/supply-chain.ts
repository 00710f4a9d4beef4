import type { Confidence, Reading } from './card-field.ts'
import { firstRowsNote, inFrontMatter, inSections, rowsOfCells } from './card-field.ts'
import type { Detail } from './details.ts'
import { oneLine } from './plain-text.ts'
import type { YamlMap } from './safe-yaml.ts'
import { yamlText, yamlTexts } from './safe-yaml.ts'
import { saysNothing } from './template-remains.ts'

/** `owner/name` on the hub. */
const repository = /^[\w.-]{1,96}\/[\w.-]{1,96}$/

const methodTags: Readonly<Record<string, readonly string[]>> = {
  fineTuning: ['lora', 'qlora', 'sft', 'fine-tuned', 'finetuned', 'fine-tuning'],
  preference: ['dpo', 'orpo', 'kto', 'rlhf', 'ppo'],
  distillation: ['distillation', 'distilled'],
}

/** What the model is built on, how, how it is supplied, and what it was trained on, as far as the card says. */
export function readSupplyChain(frontMatter: YamlMap, details: ReadonlyMap<string, Detail>): Reading[] {
  return [
    ...readUpstream(frontMatter, details),
    ...readMethods(frontMatter, details),
    ...readDistribution(frontMatter),
    ...readTrainingDatasets(frontMatter),
  ]
}

function readUpstream(frontMatter: YamlMap, details: ReadonlyMap<string, Detail>): Reading[] {
  const stated = named(yamlTexts(frontMatter.get('base_model')))
  const detail = details.get('finetunedFrom')
  const fromFacts = stated.length === 0 && detail !== undefined
  const bases = fromFacts ? [detail.value] : stated
  if (bases.length === 0) return []
  const place = fromFacts ? inSections([detail.section].filter(Boolean)) : inFrontMatter('base_model')
  const found = fromFacts ? `${detail.label}: ${detail.value}` : bases.join(', ')
  const confidence: Confidence = fromFacts ? 'medium' : 'high'
  return [
    { field: 'builtOnUpstream', value: true, found, place, confidence },
    {
      field: 'upstreamModels',
      // Its licence and its terms for health use stand in the upstream model's own card, not in this one.
      value: rowsOfCells(
        bases.map((name) => ({ name, developer: repository.test(name) ? name.split('/')[0] : undefined })),
      ),
      found,
      place: place + firstRowsNote(bases.length, 'models'),
      confidence,
    },
  ]
}

function readMethods(frontMatter: YamlMap, details: ReadonlyMap<string, Detail>): Reading[] {
  const relation = yamlText(frontMatter.get('base_model_relation'))?.toLowerCase()
  const isPeft = yamlText(frontMatter.get('library_name'))?.toLowerCase() === 'peft'
  const tags = yamlTexts(frontMatter.get('tags')).map((tag) => tag.toLowerCase())
  const tagged = Object.entries(methodTags).flatMap(([method, words]) =>
    words.filter((word) => tags.includes(word)).map((word) => ({ method, word })),
  )
  const finetuned = details.get('finetunedFrom')
  const saysFinetuned = finetuned !== undefined && /fine-?tuned/i.test(finetuned.label)
  const signs = [
    ...(relation === 'finetune' || relation === 'adapter'
      ? [{ method: 'fineTuning', key: 'base_model_relation', found: relation }]
      : []),
    ...(isPeft ? [{ method: 'fineTuning', key: 'library_name', found: 'peft' }] : []),
    ...tagged.map(({ method, word }) => ({ method, key: 'tags', found: word })),
  ]
  if (signs.length > 0)
    return [
      {
        field: 'adaptationMethods',
        value: [...new Set(signs.map(({ method }) => method))],
        found: signs.map(({ found }) => found).join(', '),
        place: inFrontMatter(...new Set(signs.map(({ key }) => key))),
        confidence: 'medium',
      },
    ]
  if (!saysFinetuned) return []
  return [
    {
      field: 'adaptationMethods',
      value: ['fineTuning'],
      found: `${finetuned.label}: ${finetuned.value}`,
      place: inSections([finetuned.section].filter(Boolean)),
      confidence: 'medium',
    },
  ]
}

/** A card with a licence publishes weights for download under it; the licence itself has no field of its own. */
function readDistribution(frontMatter: YamlMap): Reading[] {
  const licences = named(yamlTexts(frontMatter.get('license'))).filter((licence) => licence.toLowerCase() !== 'unknown')
  if (licences.length === 0) return []
  const name = oneLine(yamlText(frontMatter.get('license_name')) ?? '')
  return [
    {
      field: 'distributionForms',
      value: ['openWeights'],
      found: `license: ${licences.join(', ')}${name === '' ? '' : ` (${name})`}`,
      place: inFrontMatter('license'),
      confidence: 'medium',
    },
  ]
}

function readTrainingDatasets(frontMatter: YamlMap): Reading[] {
  const datasets = [...new Set(named(yamlTexts(frontMatter.get('datasets'))))]
  if (datasets.length === 0) return []
  return [
    {
      field: 'trainingDatasets',
      value: rowsOfCells(datasets.map((name) => ({ name }))),
      found: datasets.join(', '),
      place: inFrontMatter('datasets') + firstRowsNote(datasets.length, 'datasets'),
      confidence: 'medium',
    },
  ]
}

const named = (texts: readonly string[]): string[] => texts.map(oneLine).filter((text) => !saysNothing(text))
