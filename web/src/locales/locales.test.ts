import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatter } from '@lingui/format-po'
import { expect, test } from 'vitest'

const po = formatter({ lineNumbers: false })

async function catalogue(locale: string) {
  const filename = join(import.meta.dirname, `${locale}.po`)
  const parsed = await po.parse(readFileSync(filename, 'utf8'), { locale, sourceLocale: 'en', filename })
  return Object.entries(parsed).filter(([, { obsolete }]) => !obsolete)
}

/** The places of a message that are filled at run time: `{name}`, `<0>`. */
function places(message: string): string[] {
  const names = [...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name = '']) => name)
  const tags = [...message.matchAll(/<\/?(\d+)\/?>/g)].map(([tag]) => tag)
  return [...new Set([...names, ...tags])].sort()
}

const plural = /\{\w+, plural,/
const arabicForms = ['zero', 'one', 'two', 'few', 'many', 'other']

test.each(['fr', 'ar'])('every text is there in %s, with everything that is filled into it', async (locale) => {
  const source = new Map(
    (await catalogue('en')).map(([id, { translation, message }]) => [id, translation || message || '']),
  )
  const faults = (await catalogue(locale)).flatMap(([id, { translation = '' }]) => {
    const english = source.get(id)
    if (translation === '') return [`untranslated: ${english}`]
    if (english === undefined) return [`not in English any more: ${translation}`]
    return places(english).join() === places(translation).join() ? [] : [`other places: ${english} → ${translation}`]
  })
  expect(faults).toEqual([])
})

test('a plural has all six forms of Arabic', async () => {
  const faults = (await catalogue('ar')).flatMap(([, { translation = '' }]) =>
    plural.test(translation) && !arabicForms.every((form) => translation.includes(`${form} {`)) ? [translation] : [],
  )
  expect(faults).toEqual([])
})

// The policy pack and the server call these by one word each; a second word for one thing reads as a second thing.
test.each([
  ['ar', 'الوكالة'],
  ['ar', 'قائد'],
  ['ar', 'صانع القرار'],
  ['ar', 'فئة المخاطر'],
  ['fr', 'xaminateur'],
  ['fr', 'volet'],
])('the glossary of %s has no “%s”', async (locale, retired) => {
  const faults = (await catalogue(locale)).filter(([, { translation = '' }]) => translation.includes(retired))
  expect(faults).toEqual([])
})

test('no line of French begins with a mark: the space before it does not break', async () => {
  const faults = (await catalogue('fr')).flatMap(([, { translation = '' }]) =>
    / [:;?!»]|« |\d %/.test(translation) ? [translation] : [],
  )
  expect(faults).toEqual([])
})
