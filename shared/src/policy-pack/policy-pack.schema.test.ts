import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { defaultPack, defaultPackDocument } from './default/default-pack.ts'
import { fieldTypes, LocalPack, localisePack, parsePolicyPack, PolicyPackError } from './policy-pack.schema.ts'
import type { PolicyPack } from './policy-pack.schema.ts'

/** The default document with one part changed. */
const altered = (change: (pack: PolicyPack) => void): unknown => {
  const copy = structuredClone(defaultPack)
  change(copy)
  return copy
}

const errorOf = (document: unknown): PolicyPackError => {
  try {
    parsePolicyPack(document)
  } catch (error) {
    if (error instanceof PolicyPackError) return error
  }
  throw new Error('The document was read without an error')
}

const section = (pack: PolicyPack, at: number) => {
  const found = pack.sections[at]
  if (!found) throw new Error(`No section ${at}`)
  return found
}

const field = (pack: PolicyPack, at: number, of = 0) => {
  const found = section(pack, of).fields[at]
  if (!found) throw new Error(`No field ${at}`)
  return found
}

/** A column of the main results that proposes words of another answer. */
const column = (pack: PolicyPack) => {
  const found = field(pack, 2, 7).columns?.find(({ suggestionsFrom }) => suggestionsFrom)
  if (!found) throw new Error('No column proposes anything')
  return found
}

describe('the default pack', () => {
  test('is whole: 15 sections, 121 fields, 48 questions, 67 recommendations, 37 clocks', () => {
    const fields = defaultPack.sections.flatMap((each) => each.fields)
    expect([
      defaultPack.sections.length,
      fields.length,
      defaultPack.reviewQuestions.length,
      defaultPack.whoRecommendations.length,
      defaultPack.clocks.length,
    ]).toEqual([15, 121, 48, 67, 37])
    expect(fields.every((each) => fieldTypes.includes(each.type))).toBe(true)
    expect(defaultPack.id).toBe('default')
    expect(defaultPack.version).toMatch(/^\d{4}-\d+$/)
  })

  test('speaks every language: no text is missing, and no English is left in the Arabic', () => {
    // Proper names stay as they are everywhere; age bands are figures.
    const sameEverywhere = /^(AUROC|[A-Z+-]+-(AI|LLM)|TRIPOD\+AI|(MI-)?CLAIM|\d+(-\d+|\+))$/
    const faults: string[] = []
    let texts = 0
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      const entries = Object.entries(value)
      if (!('en' in value)) return entries.forEach(([key, member]) => walk(member, `${path}.${key}`))
      texts += 1
      const text = value as Record<string, string>
      if (Object.keys(text).join() !== 'en,fr,ar') faults.push(`${path}: ${Object.keys(text).join()}`)
      if (!/[\u0600-\u06ff]/.test(text['ar'] ?? '') && !sameEverywhere.test(text['en'] ?? ''))
        faults.push(`${path}: ar`)
      const isLong = (text['en'] ?? '').split(' ').length > 3
      if (isLong && text['fr'] === text['en']) faults.push(`${path}: fr`)
    }
    walk(defaultPackDocument, '')
    expect(faults).toEqual([])
    expect(texts).toBeGreaterThan(1000)
  })

  test('keeps no research notes', () => {
    const document = JSON.stringify(defaultPackDocument)
    for (const note of ['"basis":"seen"', '"confidence"', '"mapsToSchemes"', '"source":{', 'recalled'])
      expect(document).not.toContain(note)
  })

  test('is the same in one language, with plain strings', () => {
    const local = localisePack(defaultPack, 'fr')
    expect(z.safeParse(LocalPack, JSON.parse(JSON.stringify(local))).success).toBe(true)
    expect(local.sections[0]?.fields[0]?.label).toBe(defaultPack.sections[0]?.fields[0]?.label.fr)
    expect(local.classes[3]).toMatchObject({ id: 'IV', advisoryPanel: true, validityMonths: 36 })
    expect(JSON.stringify(local)).not.toContain('"en":')
  })
})

describe('a pack that cannot be used names the place', () => {
  test.each([
    ['no object', null, ''],
    [
      'a type that does not exist',
      altered((pack) => Object.assign(field(pack, 2), { type: 'essay' })),
      'sections[0].fields[2].type',
    ],
    ['a missing language', altered((pack) => Object.assign(pack.title, { ar: undefined })), 'title.ar'],
    [
      'an empty text',
      altered((pack) => Object.assign(field(pack, 1).label, { fr: '' })),
      'sections[0].fields[1].label.fr',
    ],
    [
      'a property that nobody knows',
      altered((pack) => Object.assign(section(pack, 3), { colour: 'red' })),
      'sections[3]',
    ],
    [
      'a condition on no field',
      altered((pack) => Object.assign(field(pack, 1), { visibleWhen: { field: 'nowhere', equals: 1 } })),
      'sections[0].fields[1].visibleWhen',
    ],
    [
      'a derived condition that is not there',
      altered((pack) => Object.assign(field(pack, 1), { requiredWhen: { not: { derived: 'moon' } } })),
      'sections[0].fields[1].requiredWhen',
    ],
    [
      'a question on no field',
      altered((pack) => pack.reviewQuestions[0]?.fields.push('nowhere')),
      'reviewQuestions[0].fields',
    ],
    [
      'a stage that does not exist',
      altered((pack) => pack.classes[1]?.reviewStages.push('astrology')),
      'classes[1].reviewStages',
    ],
    ['a field named twice', altered((pack) => section(pack, 0).fields.push(field(pack, 0))), 'sections: field ids[8]'],
    [
      'a choice without options',
      altered((pack) => Object.assign(field(pack, 1), { options: undefined })),
      'sections[0].fields[1]',
    ],
    [
      'a proposal out of a column that is not there',
      altered((pack) =>
        Object.assign(column(pack), { suggestionsFrom: { field: 'evaluationDatasets', column: 'no' } }),
      ),
      'sections[7].fields[2].columns[2]',
    ],
    [
      'a proposal for what is no text',
      altered((pack) => Object.assign(column(pack), { type: 'number' })),
      'sections[7].fields[2].columns[2]',
    ],
    ['a missing class', altered((pack) => pack.classes.pop()), 'classes'],
    [
      'a protected field that does not exist',
      altered((pack) => pack.neverConfidential.push('nowhere')),
      'neverConfidential',
    ],
  ])('%s', (_name, document, path) => {
    const error = errorOf(document)
    expect(error.path).toBe(path)
    expect(error.message).toContain(path)
  })
})
