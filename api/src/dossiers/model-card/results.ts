import type { Reading } from './card-field.ts'
import { firstRowsNote, inFrontMatter, rowsOfCells } from './card-field.ts'
import { oneLine } from './plain-text.ts'
import type { Yaml, YamlMap } from './safe-yaml.ts'
import { isYamlMap, yamlMaps, yamlText } from './safe-yaml.ts'
import { saysNothing } from './template-remains.ts'

/** One measured value of `model-index`. Numbers of people and intervals are not among what a card states. */
type Result = { task?: string; metric?: string; dataset?: string; datasetName?: string; estimate: number }

/** Main results and the datasets they were measured on, out of the card's `model-index`. */
export function readResults(frontMatter: YamlMap): Reading[] {
  const results = resultsOf(frontMatter)
  const datasets = [...new Set(results.map(({ datasetName }) => datasetName).filter((name) => name !== undefined))]
  const place = inFrontMatter('model-index')
  const headline: Reading = {
    field: 'headlineMetrics',
    value: rowsOfCells(results.map(({ task, metric, dataset, estimate }) => ({ task, metric, dataset, estimate }))),
    found: results
      .slice(0, 5)
      .map((result) => `${result.metric ?? 'value'} ${result.estimate}${result.dataset ? ` on ${result.dataset}` : ''}`)
      .join('; '),
    place: place + firstRowsNote(results.length, 'results'),
    confidence: 'high',
  }
  const evaluated: Reading = {
    field: 'evaluationDatasets',
    value: rowsOfCells(datasets.map((name) => ({ name }))),
    found: datasets.slice(0, 8).join(', '),
    place: place + firstRowsNote(datasets.length, 'datasets'),
    confidence: 'medium',
  }
  return [...(results.length > 0 ? [headline] : []), ...(datasets.length > 0 ? [evaluated] : [])]
}

/** All metrics with a number, in the order of the card. */
function resultsOf(frontMatter: YamlMap): Result[] {
  return yamlMaps(frontMatter.get('model-index'))
    .flatMap((model) => yamlMaps(model.get('results')))
    .flatMap((result) => {
      const task = nameOf(result.get('task'))
      const dataset = datasetOf(result.get('dataset'))
      const datasetName = nameOf(result.get('dataset'))
      return yamlMaps(result.get('metrics')).flatMap((metric): Result[] => {
        const estimate = numberOf(metric.get('value'))
        return estimate === undefined ? [] : [{ task, metric: nameOf(metric), dataset, datasetName, estimate }]
      })
    })
}

const nameOf = (value: Yaml | undefined): string | undefined => {
  if (!isYamlMap(value)) return undefined
  const name = oneLine(yamlText(value.get('name')) ?? yamlText(value.get('type')) ?? '')
  return saysNothing(name) ? undefined : name.slice(0, 300)
}

/** The dataset with its configuration and split, where these say more than "default". */
function datasetOf(value: Yaml | undefined): string | undefined {
  const name = nameOf(value)
  if (name === undefined || !isYamlMap(value)) return undefined
  const parts = [value.get('config'), value.get('split')].map((part) => oneLine(yamlText(part) ?? ''))
  return [name, ...parts.filter((part) => part !== '' && part !== 'default' && part !== 'None')]
    .join(', ')
    .slice(0, 400)
}

/** A number, or a text that is nothing but one. A value with an interval, a unit or a list is left to people. */
function numberOf(value: Yaml | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && /^\s*-?\d{1,9}(?:\.\d{1,15})?\s*$/.test(value) ? Number(value) : undefined
}
