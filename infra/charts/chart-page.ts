import type { Process } from '@placet/shared/kernel/process'
import { NEW } from '@placet/shared/kernel/process'

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

/** Rows padded to equal columns, as Prettier leaves them. The first is the head. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const lines = rows.map(line)
  return [...lines.slice(0, 1), line(widths.map((width) => '-'.repeat(width))), ...lines.slice(1)]
}
