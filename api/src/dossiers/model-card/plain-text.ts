import { isSlot, isTemplateLine, withoutTemplateRemains } from './template-remains.ts'

// Nothing longer is of use in a dossier, and every step below stays fast on a hostile line of a megabyte.
const longestLine = 20_000

/** Tags that end a line when they are taken away; all others vanish without a trace. */
const lineTags = /^<\/?(?:p|br|div|li|ul|ol|tr|table|h[1-6]|hr|pre|blockquote|section|details|summary|center)\b/i

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Stands for a line's end that must stay one, until all other line ends of a paragraph have become spaces. */
const lineEnd = '\u2028'

/**
 * Markdown with HTML in it as plain text: no markup, links as their words, no code unless `code` asks for it,
 * what the template of the hub left unanswered taken away. Blank lines part paragraphs.
 */
export function plainText(markdown: string, code: 'dropped' | 'kept' = 'dropped'): string {
  const texts = segments(markdown.split('\n')).map(({ isCode, lines }) => {
    if (!isCode) return proseText(lines)
    return code === 'kept' ? plainCode(lines.join('\n')) : ''
  })
  return tidy(texts.filter((text) => text !== '').join('\n\n'))
}

/** Code, or a template for prompts: line for line, without markup and unfit characters. */
export const plainCode = (code: string): string =>
  tidy(withoutHtml(code.replaceAll(lineEnd, ' ')).replaceAll(lineEnd, '\n'))

function proseText(lines: readonly string[]): string {
  const prose = lines.map((line) =>
    line
      .replaceAll(lineEnd, ' ')
      .replace(/(?: {2,20}|\\)$/, lineEnd)
      .slice(0, longestLine),
  )
  const words = withoutLinks(withoutHtml(withoutAutolinks(prose.join('\n'))))
  const plain = words
    .split('\n')
    .map((line) => inline(line.slice(0, longestLine)))
    .filter((line) => line !== undefined)
  return unwrapped(plain)
    .split(lineEnd)
    .flatMap((text) => text.split('\n'))
    .map((line) => withoutTemplateRemains(line.replace(/(\S) {2,}(?=\S)/g, '$1 ')))
    .filter((line) => line !== undefined && !isTemplateLine(line) && !isSlot(line))
    .join('\n')
}

/** A line end within a paragraph is a space, as where the card is shown; lists and tables keep their lines. */
function unwrapped(lines: readonly PlainLine[]): string {
  return lines
    .map(({ text, kind }, at) => {
      const before = lines[at - 1]
      if (before === undefined) return text
      const parts = text.trim() === '' || before.text.trim() === '' || before.text.endsWith(lineEnd)
      return parts || kind !== 'text' || before.kind === 'row' ? `\n${text}` : ` ${text.trim()}`
    })
    .join('')
}

type PlainLine = { text: string; kind: 'text' | 'listed' | 'row' }

/** One line of text, for a name, a cell or a quotation. */
export const oneLine = (markdown: string): string =>
  tidy(plainText(markdown, 'kept').replace(/[\s\u2028\u2029]+/g, ' '))
    .replace(/[\u200e\u200f\u061c]/g, '')
    .trim()

/** Cuts between words where it can; `max` counts UTF-16 units, so that no counting of characters ever finds more. */
export function cut(text: string, max: number): { text: string; wasCut: boolean } {
  if (text.length <= max) return { text, wasCut: false }
  const head = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')
  const space = head.search(/\s\S*$/)
  return { text: `${head.slice(0, space > max * 0.8 ? space : undefined).trimEnd()}…`, wasCut: true }
}

/** The start and end of fenced code, as CommonMark has it, but at any indentation: cards put fences inside lists. */
export function fenceOf(line: string): { mark: string; length: number; info: string } | undefined {
  const found = /^\s{0,12}(`{3,200}|~{3,200})([^`]{0,200})$/.exec(line.slice(0, 500).trimEnd())
  const run = found?.[1]
  return run === undefined ? undefined : { mark: run.charAt(0), length: run.length, info: (found?.[2] ?? '').trim() }
}

/** Prose and fenced code in turn; the fences themselves go. */
function segments(lines: readonly string[]): { isCode: boolean; lines: string[] }[] {
  const parts: { isCode: boolean; lines: string[] }[] = [{ isCode: false, lines: [] }]
  let open: { mark: string; length: number } | undefined
  for (const line of lines) {
    const fence = fenceOf(line)
    const closes = open !== undefined && fence?.mark === open.mark && fence.length >= open.length && fence.info === ''
    if (closes || (open === undefined && fence !== undefined)) {
      open = closes ? undefined : fence
      parts.push({ isCode: !closes, lines: [] })
    } else parts.at(-1)?.lines.push(line)
  }
  return parts
}

const withoutAutolinks = (text: string): string =>
  text
    .replace(/<(https?:\/\/[^\s<>]{1,2000})>/gi, '$1')
    .replace(/<(?:mailto:)?([^\s<>@]{1,64}@[^\s<>@]{1,255})>/gi, '$1')
    .replace(/\bmailto:(?=\S)/gi, '')

/** Takes HTML away until none is left: decoding an entity can make a tag. */
function withoutHtml(html: string): string {
  let text = html
  for (let round = 0; round < 3; round += 1) {
    const bare = withoutTags(withoutElements(withoutComments(text)))
    const decoded = decodeEntities(bare)
    if (decoded === text) break
    text = decoded
  }
  // What still looks like a tag's beginning is parted from its name, so that no reader takes it for one.
  return withoutTags(withoutComments(text)).replace(/<(?=[A-Za-z/!?])/g, '< ')
}

const withoutTags = (text: string): string =>
  text.replace(/<\/?[A-Za-z][^<>]*>/g, (tag) => (lineTags.test(tag) ? lineEnd : ''))

/** An unclosed comment swallows the rest, as in a browser. */
export function withoutComments(text: string): string {
  const kept: string[] = []
  let from = 0
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', from)) {
    kept.push(text.slice(from, start))
    const end = text.indexOf('-->', start + 4)
    if (end === -1) return kept.join('')
    from = end + 3
  }
  return kept.join('') + text.slice(from)
}

/** Scripts and styles go with what stands in them. */
function withoutElements(text: string): string {
  const kept: string[] = []
  const opening = /<(script|style)\b/gi
  let from = 0
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    kept.push(text.slice(from, found.index))
    const closing = new RegExp(`</${found[1] === undefined ? '' : found[1].toLowerCase()}[^<>]*>`, 'gi')
    closing.lastIndex = found.index
    if (closing.exec(text) === null) return kept.join('')
    from = closing.lastIndex
    opening.lastIndex = from
  }
  return kept.join('') + text.slice(from)
}

const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole
    },
  )

/** Links and pictures, also those whose words run over lines; a picture leaves nothing. */
const withoutLinks = (text: string): string =>
  text
    .replace(/!\[[^\]]{0,300}\]\([^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,2000})?\)/g, '')
    .replace(
      /\[((?:[^[\]]|\[[^[\]]{0,200}\]){0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,2000})?\)/g,
      (_, words: string) => words.replace(/\s*\n\s*/g, ' '),
    )
    .replace(/\[([^[\]\n]{1,500})\]\[[^[\]\n]{0,200}\]/g, '$1')

/** One line without Markdown's marks; undefined for a line that is nothing but marks. */
function inline(line: string): PlainLine | undefined {
  if (/^\s*(?:[-*_]\s*){3,}$/.test(line.slice(0, 300)) && line.length < 300) return undefined
  if (/^\s*\[[^\]\n]{1,200}\]:\s/.test(line)) return undefined
  const text = line
    .replace(/^\s{0,12}(?:>[ \t]?){1,20}/, '')
    .replace(/^(\s{0,40})[*+-][ \t]{1,12}/, '$1- ')
    .replaceAll('**', '')
    .replaceAll('`', '')
    .replace(/(^|[\s(])__(?=\S)/g, '$1')
    .replace(/(?<=\S)__(?=[\s).,;:!?]|$)/g, '')
    .replace(/(^|[\s(:])([*_])(?=[^\s*_])([^*_\n]{1,500})\2(?=[\s).,;:!?]|$)/g, '$1$3')
    .replace(/\\([\\*_{}[\]()#+\-.!~|<>])/g, '$1')
  if (text.trim().startsWith('|')) return tableRow(text.trim())
  return { text, kind: /^\s*(?:- |\d{1,3}[.)] )/.test(text) ? 'listed' : 'text' }
}

/** A row of a Markdown table as its cells; the row of dashes under the head is no text. */
function tableRow(row: string): PlainLine | undefined {
  if (/^[\s|:-]+$/.test(row)) return undefined
  const cells = row.split('|').map((cell) => cell.trim())
  return { text: cells.slice(1, cells.at(-1) === '' ? -1 : undefined).join(' | '), kind: 'row' }
}

/** Characters that a dossier refuses go, the rest is put in one form; no more than one blank line in a row. */
function tidy(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      // eslint-disable-next-line no-control-regex -- taking control characters away is the purpose
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
      .replace(/[\u2028\u2029]/g, '\n')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+/, '')
      .trimEnd()
  )
}
