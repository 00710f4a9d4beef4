import type { Process } from '@placet/shared/kernel/process'
import { NEW } from '@placet/shared/kernel/process'
import { table } from './page-table.ts'

/** The page of one machine: its chart in Mermaid, then every move that a guard can stop. `source` is its file. */
export function chartPage(process: Process<string, string, never>, source: string): string {
  const point = (state: string) => (state === NEW ? '[*]' : state)
  const moves = process.transitions.map(({ from, event, to }) => `  ${point(from)} --> ${to} : ${event}`)
  const ends = process.states.filter((state) => process.isFinal(state)).map((state) => `  ${state} --> [*]`)
  const guarded = process.transitions.flatMap(({ from, event, to }) => {
    const guard = process.guardOf(from, event)
    return guard === undefined ? [] : [[from, event, to, guard].map((cell) => `\`${cell}\``)]
  })
  return [
    `# ${title(process.name)}`,
    '',
    `Made from \`${source}\` by \`infra/charts\`. Change the machine, not this page.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...moves,
    ...ends,
    '```',
    '',
    '## Guards',
    '',
    'A guard answers with what is missing; nothing missing, and the move is made.',
    '',
    ...table([['From', 'Event', 'To', 'Guard'], ...guarded]),
    '',
  ].join('\n')
}

/** reviewStage → Review stage */
function title(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
