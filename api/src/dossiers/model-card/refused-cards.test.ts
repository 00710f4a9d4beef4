import { describe, expect, test } from 'vitest'
import { cardLimit, frontMatterLimit } from './card-issue.ts'
import { readModelCard } from './read-model-card.ts'

const issuesOf = (text: string) => {
  const read = readModelCard(text, 'README.md')
  return read.ok ? [] : read.issues.map(({ code, params }) => ({ code, ...params }))
}

describe('a card is refused with its reason', () => {
  test.each([
    ['empty', ''],
    ['only Markdown', '# Film Reader\n\nIt reads films.'],
    ['a blank line first', '\n---\nlicense: mit\n---\n# Film Reader'],
    ['a web page', '<!doctype html><html><body>---</body></html>'],
  ])('no front matter: %s', (_, text) => {
    expect(issuesOf(text)).toEqual([{ code: 'card.noFrontMatter' }])
  })

  test('front matter without an end', () => {
    expect(issuesOf('---\nlicense: mit\n\n# Film Reader')).toEqual([{ code: 'card.frontMatterOpen' }])
  })

  test.each([
    ['license: mit\nlanguage: [en, fr\ntags: x', { line: 4, column: 1, reason: 'bracket' }],
    ['license: "mit', { line: 2, column: 14, reason: 'quote' }],
    ['tags:\n\t- medical', { line: 3, column: 1, reason: 'tab' }],
    ['a: b: c', { line: 2, column: 4, reason: 'indent' }],
    ['license: @mit', { line: 2, column: 10, reason: 'start' }],
    ['a: 1\n? [x, y]\n: 2', { line: 3, column: 3, reason: 'key' }],
  ])('broken YAML, with line and column of the file: %j', (yaml, place) => {
    expect(issuesOf(`---\n${yaml}\n---\n`)).toEqual([{ code: 'card.brokenYaml', ...place }])
    expect(issuesOf(`\uFEFF---\r\n${yaml.replaceAll('\n', '\r\n')}\r\n---\r\n`)).toEqual([
      { code: 'card.brokenYaml', ...place },
    ])
  })

  test('a name given twice, a tag, a list in place of names', () => {
    expect(issuesOf('---\na: 1\nb: 2\na: 3\n---')).toEqual([
      { code: 'card.duplicateKey', line: 4, column: 1, key: 'a' },
    ])
    expect(issuesOf('---\na: !!python/object:os.system x\n---')).toMatchObject([
      { code: 'card.customTag', line: 2, column: 4 },
    ])
    expect(issuesOf('---\n- a\n- b\n---')).toEqual([{ code: 'card.frontMatterNotMap', line: 2, column: 1 }])
  })

  test('400 kB of front matter, a megabyte and more of card', () => {
    const yaml = (bytes: number) => `tags:\n${'- medical\n'.repeat(Math.ceil(bytes / 10))}`
    expect(issuesOf(`---\n${yaml(400 * 1024)}---\n`)).toEqual([
      { code: 'card.frontMatterTooLarge', kilobytes: 401, limit: 256 },
    ])
    expect(issuesOf(`---\n${yaml(frontMatterLimit - 100)}---\n`)).toEqual([])
    expect(issuesOf(`---\nlicense: mit\n---\n${'x'.repeat(cardLimit)}`)).toEqual([
      { code: 'card.tooLarge', kilobytes: 1025, limit: 1024 },
    ])
  })

  test('what is no text', () => {
    expect(issuesOf('%PDF-1.7\n\0\u0001\u0002')).toEqual([{ code: 'card.notText' }])
    expect(issuesOf(`---\nlicense: mit\n---\n${'\uFFFD'.repeat(50)}`)).toEqual([{ code: 'card.notText' }])
    expect(issuesOf('---\nlicense: \ud800\n---')).toEqual([{ code: 'card.notText' }])
  })
})

describe('hostile YAML ends soon and harms nothing', () => {
  const laughs = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefghi'].map(
      (name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[at] ?? ''}`).join(', ')}]`,
    ),
  ].join('\n')

  test.each([
    ['an alias bomb', laughs, 'card.tooManyAliases'],
    ['an alias of what it stands in', 'a: &a [*a, *a]', 'card.tooDeep'],
    [
      'fourteen thousand anchors',
      Array.from({ length: 14_000 }, (_, at) => `k${at}: &a${at} 1`).join('\n'),
      'card.tooManyAliases',
    ],
    ['brackets without end', `a: ${'['.repeat(200_000)}`, 'card.tooDeep'],
    ['braces without end', '{a: '.repeat(60_000), 'card.tooDeep'],
    ['dashes without end', '- '.repeat(120_000), 'card.tooDeep'],
    ['question marks without end', '? '.repeat(120_000), 'card.tooDeep'],
    ['names without end', 'a: '.repeat(80_000), 'card.tooDeep'],
    ['deep indentation', Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}k:`).join('\n'), 'card.tooDeep'],
  ])('%s', (_, yaml, code) => {
    const begun = performance.now()
    expect(issuesOf(`---\n${yaml}\n---\n`).map((issue) => issue.code)).toEqual([code])
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  test.each([
    ['sixteen thousand names', Array.from({ length: 16_000 }, (_, at) => `key${at}: 1`).join('\n')],
    ['comments', '#\n'.repeat(120_000)],
    ['a long text', `a: ${'word '.repeat(50_000)}`],
    ['a text over many lines', `a: "${'b\n '.repeat(60_000)}"`],
    ['escapes', `a: "${'\\x41'.repeat(60_000)}"`],
  ])('%s: slow in no way', (_, yaml) => {
    const begun = performance.now()
    expect(issuesOf(`---\n${yaml}\n---\n`)).toEqual([])
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  test.each([
    '<!--',
    '<script>',
    '<a ',
    '![',
    '[a](',
    '`',
    '*',
    '_',
    '[',
    '# ',
    '```\n',
    '> ',
    '|',
    '**a',
    '&#60;',
    ' ',
    '- \n',
    '<!-- x --> ',
  ])('a megabyte of %j in the body', (mark) => {
    const inOneLine = mark.repeat(Math.floor(1_000_000 / mark.length))
    const inManyLines = `${mark.repeat(Math.floor(9000 / mark.length))}\n`.repeat(100)
    for (const body of [inOneLine, inManyLines]) {
      const begun = performance.now()
      expect(issuesOf(`---\nlicense: mit\n---\n## Limitations\n${body}`)).toEqual([])
      expect(performance.now() - begun).toBeLessThan(3000)
    }
  })

  test('names such as __proto__ are names', () => {
    const read = readModelCard('---\n__proto__: { polluted: yes }\nconstructor: x\nlicense: mit\n---\n', 'README.md')
    expect(read.ok && read.fields.map(({ field }) => field)).toEqual(['distributionForms'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
