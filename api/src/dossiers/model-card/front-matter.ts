import type { CardIssue } from './card-issue.ts'
import { cardIssue, frontMatterLimit, tooLarge } from './card-issue.ts'
import type { YamlMap } from './safe-yaml.ts'
import { readYamlMap } from './safe-yaml.ts'

/** A card in its two parts. `bodyLine` is the line of the file, from 1, on which the body begins. */
export type CardParts = { ok: true; frontMatter: YamlMap; body: string; bodyLine: number }

const isFence = (line: string): boolean => /^---[ \t]*$/.test(line)

/**
 * Splits a card into its YAML front matter and its Markdown body.
 * The three hyphens must stand on the very first line, as the hub's own reader of cards has it.
 * Lines and columns of an issue are those of the file.
 */
export function readFrontMatter(card: string): CardParts | { ok: false; issue: CardIssue } {
  const lines = card.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  if (!isFence(lines[0] ?? '')) return { ok: false, issue: cardIssue('noFrontMatter') }
  const end = lines.findIndex((line, at) => at > 0 && isFence(line))
  if (end === -1) return { ok: false, issue: cardIssue('frontMatterOpen') }
  const yaml = lines.slice(1, end).join('\n')
  const bytes = Buffer.byteLength(yaml, 'utf8')
  if (bytes > frontMatterLimit) return { ok: false, issue: tooLarge('frontMatterTooLarge', bytes, frontMatterLimit) }
  const read = readYamlMap(yaml)
  if (!read.ok) {
    const { code, offset, params } = read.problem
    return { ok: false, issue: cardIssue(code, { ...place(yaml, offset), ...params }) }
  }
  return { ok: true, frontMatter: read.map, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 }
}

/** Line and column in the file; the YAML begins on the file's second line. */
function place(yaml: string, offset: number): { line: number; column: number } {
  const before = yaml.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length + 1, column: offset - lineStart + 1 }
}
