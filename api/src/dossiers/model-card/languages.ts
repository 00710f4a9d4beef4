import type { Detail } from './details.ts'
import type { Reading } from './card-field.ts'
import { inFrontMatter, inSections, rowsOfCells } from './card-field.ts'
import type { YamlMap } from './safe-yaml.ts'
import { yamlTexts } from './safe-yaml.ts'

const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** Only tags of this form: `of` throws on others. */
const tag = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i

/** The English name of every two-letter language, lower case, to tell a language from any other word. */
const names: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 26 * 26 }, (_, at) => String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26)))
    .map((code) => english.of(code))
    .filter((name) => name !== undefined)
    .map((name) => [name.toLowerCase(), name]),
)

/** "fr", "pt_BR" or "french" → the English name; undefined for `multilingual`, `code` and whatever else is no language. */
export function languageName(word: string): string | undefined {
  const code = word.trim().replace('_', '-')
  const byName = names.get(code.toLowerCase())
  if (byName !== undefined) return byName
  return tag.test(code) ? english.of(code) : undefined
}

/** One row per language; which way it is used and whether it was evaluated, a card does not say. */
export function readLanguages(frontMatter: YamlMap, details: ReadonlyMap<string, Detail>): Reading[] {
  const tags = yamlTexts(frontMatter.get('language') ?? frontMatter.get('languages'))
  const known = namesOf(tags)
  if (known.length > 0)
    return [
      {
        field: 'languages',
        value: rowsOfCells(known.map((language) => ({ language }))),
        found: tags.join(', '),
        place: inFrontMatter('language'),
        confidence: 'high',
      },
    ]
  const detail = details.get('languages')
  const listed = namesOf((detail?.value ?? '').replace(/\([^()]*\)/g, '').split(/,|;|\/|\band\b/i))
  if (detail === undefined || listed.length === 0) return []
  return [
    {
      field: 'languages',
      value: rowsOfCells(listed.map((language) => ({ language }))),
      found: `${detail.label}: ${detail.value}`,
      place: inSections([detail.section].filter((title) => title !== '')),
      confidence: 'medium',
    },
  ]
}

const namesOf = (words: readonly string[]): string[] => [
  ...new Set(words.map((word) => languageName(word)).filter((name) => name !== undefined)),
]
