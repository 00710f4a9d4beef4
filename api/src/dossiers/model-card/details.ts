import type { CardSection } from './sections.ts'
import { oneLine, plainText } from './plain-text.ts'
import { saysNothing } from './template-remains.ts'

/** A line of the form "label: value", as the hub's template lists the facts of a model. */
export type Detail = { label: string; value: string; section: string }

const labels: Readonly<Record<string, string>> = {
  'model version': 'version',
  version: 'version',
  'model type': 'modelType',
  'model types': 'modelType',
  architecture: 'modelType',
  'finetuned from model': 'finetunedFrom',
  'finetuned from': 'finetunedFrom',
  'fine-tuned from model': 'finetunedFrom',
  'fine-tuned from': 'finetunedFrom',
  'base model': 'finetunedFrom',
  languages: 'languages',
  language: 'languages',
  'language(s) (nlp)': 'languages',
  'language(s)': 'languages',
  'supported languages': 'languages',
  'funded by': 'fundedBy',
  funding: 'fundedBy',
  'point of contact': 'contact',
  contact: 'contact',
  'contact information': 'contact',
  'where to send questions or comments about the model': 'contact',
  'carbon emitted': 'carbon',
  'carbon emissions': 'carbon',
  'co2 emissions': 'carbon',
  'co2 emissions (in grams)': 'carbonGrams',
  'hardware type': 'hardware',
  'hours used': 'hours',
  'cloud provider': 'provider',
  'compute region': 'region',
  'knowledge cutoff': 'cutoff',
  'knowledge cut-off': 'cutoff',
  'data cutoff': 'cutoff',
  'training data cutoff': 'cutoff',
  'developed by': 'developer',
  'shared by': 'sharedBy',
  license: 'licence',
  licence: 'licence',
  repository: 'repository',
  paper: 'paper',
  demo: 'demo',
  author: 'developer',
  authors: 'developer',
  'model creator': 'developer',
  'original model': 'originalModel',
}

const labelKey = (label: string): string =>
  label
    .toLowerCase()
    .replace(/^[-\s]+/, '')
    .replace(/[[(]optional[\])]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** The kind of fact that a line states, when it is a line of facts at all. */
export const detailKind = (line: string): string | undefined => {
  const label = /^\s*(?:- )?([^:\n]{2,60}):(?!\/\/)/.exec(line.slice(0, 200))?.[1]
  return label === undefined ? undefined : labels[labelKey(label)]
}

/** The facts that a card lists, by kind; the first that says something counts. A value may stand on the next line. */
export function readDetails(sections: readonly CardSection[]): ReadonlyMap<string, Detail> {
  const details = new Map<string, Detail>()
  for (const section of sections) {
    const lines = plainText(section.markdown).split('\n')
    for (const [at, line] of lines.entries()) {
      const kind = detailKind(line)
      if (kind === undefined || details.has(kind)) continue
      const own = line.slice(line.indexOf(':') + 1).trim()
      const below = lines[at + 1]?.trim() ?? ''
      const value = oneLine(own === '' && detailKind(below) === undefined && !below.startsWith('- ') ? below : own)
      if (!saysNothing(value))
        details.set(kind, {
          label: line.slice(0, line.indexOf(':')).replace(/^[\s-]+/, ''),
          value,
          section: section.title,
        })
    }
  }
  return details
}
