import { answerLimits, checkAnswer } from '@placet/shared/policy-pack/answer'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { findField } from '@placet/shared/policy-pack/fields'
import type { AnyPack } from '@placet/shared/policy-pack/pack-shape'
import type { CardField, Reading } from './card-field.ts'
import type { CardIssue } from './card-issue.ts'
import { cardIssue, cardLimit, tooLarge } from './card-issue.ts'
import { readDetails } from './details.ts'
import { readFootprint } from './footprint.ts'
import { readFrontMatter } from './front-matter.ts'
import { readIdentity } from './identity.ts'
import { readKinds } from './kinds.ts'
import { readLanguages } from './languages.ts'
import { cut, oneLine } from './plain-text.ts'
import { readProse } from './prose.ts'
import { readResults } from './results.ts'
import { splitSections } from './sections.ts'
import { readSupplyChain } from './supply-chain.ts'

export type CardReading = { ok: true; fields: CardField[] } | { ok: false; issues: CardIssue[] }

/**
 * Reads a Hugging Face model card (YAML front matter and Markdown) and proposes answers for the dossier.
 * Every proposal is well-formed by the pack; none of them is confirmed. Nothing is fetched, and what the card does not
 * say is not proposed: no counts, no intervals, no "no".
 * Refuses, with one issue of path `card`: a card above `cardLimit`, one that is not text, one without front matter,
 * front matter above `frontMatterLimit`, and YAML that is broken or hostile, with line and column of the file.
 */
export function readModelCard(text: string, fileName: string, pack: AnyPack = defaultPack): CardReading {
  const bytes = Buffer.byteLength(text, 'utf8')
  if (bytes > cardLimit) return { ok: false, issues: [tooLarge('tooLarge', bytes, cardLimit)] }
  if (!isText(text)) return { ok: false, issues: [cardIssue('notText')] }
  const parts = readFrontMatter(text)
  if (!parts.ok) return { ok: false, issues: [parts.issue] }
  const { frontMatter, body } = parts
  const sections = splitSections(body)
  const details = readDetails(sections)
  const readings = [
    ...readIdentity(frontMatter, sections, details),
    ...readProse(frontMatter, sections, details),
    ...readKinds(frontMatter),
    ...readSupplyChain(frontMatter, details),
    ...readLanguages(frontMatter, details),
    ...readResults(frontMatter),
    ...readFootprint(frontMatter, sections, details),
  ]
  const name = cut(oneLine(fileName.replace(/^.*[/\\]/, '')), 100).text || 'card'
  return {
    ok: true,
    fields: inOrder(
      pack,
      readings.flatMap((reading) => fitted(reading, name, pack)),
    ),
  }
}

/** A whole number of control characters means another encoding or a binary file; a stray one is cleaned away. */
function isText(text: string): boolean {
  if (!text.isWellFormed() || text.includes('\0')) return false
  // eslint-disable-next-line no-control-regex -- counting control characters is the purpose
  const strange = text.match(/[\u0001-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/g)?.length ?? 0
  return strange * 200 <= text.length
}

/** Cut to the field's limit and checked by the pack; a reading that does not pass is not proposed. */
function fitted(reading: Reading, fileName: string, pack: AnyPack): CardField[] {
  const field = findField(pack, reading.field)
  if (field === undefined) return []
  const isLine = field.type === 'text'
  const most = field.maxLength ?? (isLine ? answerLimits.text : answerLimits.longText)
  const words =
    typeof reading.value === 'string' ? cut(isLine ? oneLine(reading.value) : reading.value, most) : undefined
  const value: unknown = words === undefined ? reading.value : words.text
  if (value === '' || checkAnswer(pack, reading.field, value, { answers: {} }).length > 0) return []
  const note = words?.wasCut === true ? `, cut at ${most} characters` : ''
  return [
    {
      field: reading.field,
      value,
      found: cut(oneLine(reading.found), 200).text,
      sourceNote: `${fileName}, ${oneLine(reading.place)}${note}`,
      confidence: reading.confidence,
    },
  ]
}

/** In the order of the form, one value a field. */
function inOrder(pack: AnyPack, fields: readonly CardField[]): CardField[] {
  return pack.sections.flatMap((section) =>
    section.fields.flatMap(({ id }) => fields.find(({ field }) => field === id) ?? []),
  )
}
