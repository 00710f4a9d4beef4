/**
 * The members of an object as PostgreSQL writes jsonb, each value in its own text: numbers keep their digits, nothing is
 * read and written again.
 * @throws {SyntaxError} for anything else
 */
export function membersOf(text: string): Map<string, string> {
  const members = new Map<string, string>()
  if (text === '{}') return members
  let at = 1
  while (at < text.length) {
    const keyEnd = endOfString(text, at)
    const key = JSON.parse(text.slice(at, keyEnd)) as string
    const start = keyEnd + 2
    const end = endOfValue(text, start)
    members.set(key, text.slice(start, end))
    at = end + (text.startsWith(', ', end) ? 2 : text.length)
  }
  return members
}

/** The object with some of its members, as PostgreSQL writes it: taking away keeps the order. */
export function textOf(members: ReadonlyMap<string, string>, columns: ReadonlySet<string>): string {
  const kept = [...members]
    .filter(([key]) => columns.has(key))
    .map(([key, value]) => `${JSON.stringify(key)}: ${value}`)
  return `{${kept.join(', ')}}`
}

function endOfString(text: string, start: number): number {
  if (text[start] !== '"') throw new SyntaxError(`no member at ${start}`)
  let at = start + 1
  while (text[at] !== '"') {
    if (at >= text.length) throw new SyntaxError('a string that does not end')
    at += text[at] === '\\' ? 2 : 1
  }
  return at + 1
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length;) {
    const sign = text[at]
    if (sign === '"') {
      at = endOfString(text, at)
      continue
    }
    if (depth === 0 && (sign === ',' || sign === '}')) return at
    if (sign === '{' || sign === '[') depth += 1
    if (sign === '}' || sign === ']') depth -= 1
    at += 1
  }
  throw new SyntaxError('an object that does not end')
}

/** A row of jsonb as values; bytes are `\x…` texts. */
export type Values = Record<string, unknown>
export const valuesOf = (text: string): Values => JSON.parse(text) as Values
export const bytesOf = (value: unknown): Buffer =>
  typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : Buffer.alloc(0)
