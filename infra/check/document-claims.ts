import { dirname, join, normalize } from 'node:path'

/** What a document may speak of: files of the house, its commands, its settings. */
export type House = {
  exists(path: string): boolean
  /** Names of `npm run`. */
  scripts: ReadonlySet<string>
  /** Text in which every setting that there is stands. */
  settings: string
}

const folders = new Set(['.ci', 'api', 'docs', 'e2e', 'infra', 'shared', 'web'])

/**
 * What a document says of the house that is not so: files that are not there, commands and settings that do not exist.
 *
 * @param path where the document stands, from the project's folder
 */
export function falseClaims(path: string, text: string, house: House): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const spans = [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span)
    const named = spans.filter((span) => /^[\w.-]+\/[\w./-]*[\w-]$/.test(span) && folders.has(span.split('/')[0] ?? ''))
    const linked = [...line.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => normalize(join(dirname(path), target)))
    const commands = [...line.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name)
    const settings = [...line.matchAll(/\b(?:PLACET|DATABASE)_[A-Z_]+\b/g)].map(([name]) => name)
    return [
      ...[...named, ...linked].filter((file) => !house.exists(file)).map((file) => `${file} is not there`),
      ...commands.filter((name) => !house.scripts.has(name)).map((name) => `there is no npm run ${name}`),
      ...settings.filter((name) => !house.settings.includes(name)).map((name) => `there is no setting ${name}`),
    ].map((fault) => `${path}:${index + 1}: ${fault}`)
  })
}

/** How far a requirement is met, as the tables of docs/asvs.md say it. */
export const statuses = ['met', 'in part', 'not met', 'not applicable'] as const

/** One requirement of docs/asvs.md. */
type Requirement = { id: string; status: string; control: string; test: string }

function requirementsOf(text: string): Requirement[] {
  return text.split('\n').flatMap((line) => {
    const [, first = '', , status = '', control = '', test = ''] = line.split('|').map((cell) => cell.trim())
    const [, id] = /^(\d+\.\d+\.\d+)(?: \(L3\))?$/.exec(first) ?? []
    return id === undefined ? [] : [{ id, status, control, test }]
  })
}

/** Rows of docs/asvs.md that say a thing twice, by no known word, or without a control that can be looked at. */
export function looseRequirements(text: string): string[] {
  const all = requirementsOf(text)
  const seen = new Set<string>()
  return all.flatMap(({ id, status, control, test }) => {
    const faults = []
    if (seen.has(id)) faults.push('stands there twice')
    seen.add(id)
    const known = statuses.find((word) => status === word || status.startsWith(`${word}: `))
    if (known === undefined) faults.push(`has the status "${status}"`)
    if (known !== undefined && known !== 'met' && status === known) faults.push(`is ${known} and does not say why`)
    if ((known === 'met' || known === 'in part') && control === '') faults.push('names no control')
    if (known === 'met' && test === '') faults.push('names no test, nor says why there is none')
    return faults.map((fault) => `docs/asvs.md: ${id} ${fault}`)
  })
}

/** Of a whole table: how many requirements have which status. */
export function countStatuses(text: string): Record<string, number> {
  const all = requirementsOf(text)
  return Object.fromEntries(statuses.map((word) => [word, all.filter(({ status }) => status.startsWith(word)).length]))
}
