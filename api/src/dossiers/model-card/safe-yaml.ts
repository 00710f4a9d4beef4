import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml'
import type { CST } from 'yaml'

/** What a card's front matter can hold. Maps are real maps: a key such as `__proto__` is a key and nothing else. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | YamlMap
export type YamlMap = ReadonlyMap<string, Yaml>

/** What is wrong, and at which character of the YAML. */
export type YamlProblem = { code: string; offset: number; params: Record<string, string | number> }

type Read<Value> = { ok: true } & Value
type Refused = { ok: false; problem: YamlProblem }

// Real cards nest six deep and use no anchors.
const deepest = 32
const mostAliases = 20
const mostNodes = 200_000
const plainTags = new Set(['!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'])

/** The lexer sends this before the text of a scalar, so that a text which begins with `!` is no tag. */
const scalarFollows = '\x1f'

const problem = (code: string, offset: number, params: Record<string, string | number> = {}): Refused => ({
  ok: false,
  problem: { code, offset, params },
})

/**
 * Reads hostile YAML: no tags of its own, depth, aliases and size bounded before the composer sees anything.
 * The composer recurses, and deep enough nesting ends the whole process (V8 cannot compile a regular expression on an
 * exhausted stack, and that is fatal), so catching would be too late.
 */
export function readYamlMap(source: string): Read<{ map: YamlMap }> | Refused {
  const lexed = boundedTokens(source)
  if (!lexed.ok) return lexed
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  })
  const [document, another] = [...composer.compose(lexed.tokens, true, source.length)]
  const [error] = (document?.errors ?? []).toSorted((a, b) => a.pos[0] - b.pos[0])
  if (error !== undefined) return problem('brokenYaml', error.pos[0], { reason: reasonOf(error.code, error.message) })
  if (document === undefined || another !== undefined) return problem('brokenYaml', 0, { reason: 'other' })
  return plainMap(document.contents)
}

function boundedTokens(source: string): Read<{ tokens: CST.Token[] }> | Refused {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let aliases = 0
  let before = ''
  for (const lexeme of new Lexer().lex(source)) {
    const at = parser.offset
    if (before !== scalarFollows) {
      if (lexeme.startsWith('!') && !plainTags.has(lexeme))
        return problem('customTag', at, { tag: lexeme.slice(0, 40) })
      if (/^[&*]/.test(lexeme) && ++aliases > mostAliases) return problem('tooManyAliases', at, { limit: mostAliases })
    }
    before = lexeme
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > deepest) return problem('tooDeep', at, { limit: deepest })
  }
  tokens.push(...parser.end())
  return { ok: true, tokens }
}

/** The kinds of mistake that a person can be told how to mend; the message's text is ours, not the parser's. */
function reasonOf(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'tab'
  if (code === 'MISSING_CHAR' && /quote/.test(message)) return 'quote'
  if (/flow|bracket|\]|\}/i.test(message)) return 'bracket'
  if (code === 'BAD_INDENT' || code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY') return 'indent'
  if (code === 'BAD_SCALAR_START') return 'start'
  return 'other'
}

function plainMap(contents: unknown): Read<{ map: YamlMap }> | Refused {
  const anchors = new Map<string, unknown>()
  let found: Refused | undefined
  let nodes = 0
  let aliases = 0

  const offsetOf = (node: unknown): number =>
    typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
      ? Number(node.range[0])
      : 0

  const refuse = (code: string, node: unknown, params: Record<string, string | number> = {}): null => {
    found ??= problem(code, offsetOf(node), params)
    return null
  }

  const plain = (node: unknown, depth: number): Yaml => {
    if (found !== undefined || node === null || node === undefined) return null
    if (++nodes > mostNodes) return refuse('tooManyAliases', node, { limit: mostAliases })
    if (depth > deepest) return refuse('tooDeep', node, { limit: deepest })
    if (isAlias(node)) {
      if (++aliases > mostAliases || !anchors.has(node.source))
        return refuse('tooManyAliases', node, { limit: mostAliases })
      return plain(anchors.get(node.source), depth + 1)
    }
    if (isScalar(node) || isSeq(node) || isMap(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    }
    if (isSeq(node)) return node.items.map((child) => plain(child, depth + 1))
    if (isMap(node)) return mapOf(node.items, depth)
    if (!isScalar(node)) return null
    const { value } = node
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  }

  const mapOf = (pairs: readonly { key: unknown; value: unknown }[], depth: number): YamlMap => {
    const map = new Map<string, Yaml>()
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? String(key.value ?? '') : undefined
      if (name === undefined) refuse('brokenYaml', key, { reason: 'key' })
      else if (map.has(name)) refuse('duplicateKey', key, { key: name.slice(0, 60) })
      else map.set(name, plain(value, depth + 1))
      if (found !== undefined) break
    }
    return map
  }

  const value = plain(contents, 0)
  if (found !== undefined) return found
  if (value === null) return { ok: true, map: new Map() }
  return isYamlMap(value) ? { ok: true, map: value } : problem('frontMatterNotMap', offsetOf(contents))
}

export const isYamlMap = (value: Yaml | undefined): value is YamlMap => value instanceof Map

const isYamlList = (value: Yaml | undefined): value is readonly Yaml[] => Array.isArray(value)

/** A text or number as text, trimmed; undefined for anything else, and for nothing. */
export function yamlText(value: Yaml | undefined): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}

/** A list of texts, also where the card wrote one text in place of a list. */
export function yamlTexts(value: Yaml | undefined): string[] {
  return (isYamlList(value) ? value : [value]).map((entry) => yamlText(entry)).filter((text) => text !== undefined)
}

/** A list of maps, also where the card wrote one map in place of a list. */
export function yamlMaps(value: Yaml | undefined): YamlMap[] {
  return (isYamlList(value) ? value : [value]).filter(isYamlMap)
}
