import { fenceOf, plainText, withoutComments } from './plain-text.ts'

/** A part of a card under one heading. The text before any heading has level 0 and no title. */
export type CardSection = {
  title: string
  /** 0 to 6 */
  level: number
  /** Lines between this heading and the next one of any level. */
  markdown: string
  /** Position of the section that this one stands in; -1 for none. */
  parent: number
}

// A heading is a title; what is longer is a paragraph that somebody put a mark before.
const longestHeading = 300
const mostSections = 2000

type Heading = { title: string; level: number; lines: 1 | 2 }

/** Splits a body at its headings: `#`, underlined, and HTML. What looks like a heading inside code is code. */
export function splitSections(body: string): CardSection[] {
  const lines = commentsBlanked(body.split('\n'))
  const sections: { title: string; level: number; lines: string[]; parent: number }[] = [
    { title: '', level: 0, lines: [], parent: -1 },
  ]
  let code: { mark: string; length: number } | undefined
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const current = sections.at(-1)
    const fence = fenceOf(line)
    if (code !== undefined) {
      if (fence?.mark === code.mark && fence.length >= code.length && fence.info === '') code = undefined
      current?.lines.push(line)
      continue
    }
    code = fence
    const heading = fence === undefined && sections.length < mostSections ? headingAt(lines, at) : undefined
    if (heading === undefined) {
      current?.lines.push(line)
      continue
    }
    at += heading.lines - 1
    sections.push({ title: heading.title, level: heading.level, lines: [], parent: parentFor(sections, heading.level) })
  }
  return sections.map(({ lines: own, ...section }) => ({ ...section, markdown: own.join('\n') }))
}

function parentFor(sections: readonly { level: number }[], level: number): number {
  return sections.findLastIndex((section) => section.level > 0 && section.level < level)
}

function headingAt(lines: readonly string[], at: number): Heading | undefined {
  const line = lines[at] ?? ''
  if (line.length > longestHeading) return undefined
  const marked = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/.exec(line)
  if (marked) return titled(marked[2]?.replace(/[ \t]#+[ \t]*$/, ''), marked[1]?.length ?? 1, 1)
  const html = /^\s*<h([1-6])\b[^<>]*>(.*)<\/h[1-6]>\s*$/i.exec(line)
  if (html) return titled(html[2], Number(html[1]), 1)
  const under = lines[at + 1] ?? ''
  const isText = /^ {0,3}[^\s>|#*+\-<]/.test(line) && (lines[at - 1] ?? '').trim() === ''
  if (isText && /^ {0,3}(?:={3,}|-{3,})[ \t]*$/.test(under.slice(0, longestHeading)))
    return titled(line, under.includes('=') ? 1 : 2, 2)
  return undefined
}

function titled(markdown: string | undefined, level: number, lines: 1 | 2): Heading | undefined {
  const title = plainText(markdown ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  return title === '' ? undefined : { title, level, lines }
}

/** Comments go before headings are looked for, outside code, without moving a line. */
function commentsBlanked(lines: readonly string[]): string[] {
  const blanked: string[] = []
  let code: { mark: string; length: number } | undefined
  let inComment = false
  for (const line of lines) {
    const fence = inComment ? undefined : fenceOf(line)
    if (code !== undefined) {
      if (fence?.mark === code.mark && fence.length >= code.length && fence.info === '') code = undefined
      blanked.push(line)
      continue
    }
    code = fence
    if (code !== undefined) {
      blanked.push(line)
      continue
    }
    const from = inComment ? line.indexOf('-->') : 0
    if (from === -1) {
      blanked.push('')
      continue
    }
    const rest = withoutComments(inComment ? line.slice(from + 3) : line)
    inComment = opensComment(inComment ? line.slice(from + 3) : line)
    blanked.push(rest)
  }
  return blanked
}

const opensComment = (line: string): boolean => line.lastIndexOf('<!--') > line.lastIndexOf('-->')
