import { i18n } from '@lingui/core'
import { afterEach, expect, test } from 'vitest'
import { messages as arabic } from '../locales/ar.po'
import { messages as english } from '../locales/en.po'
import { messages as french } from '../locales/fr.po'
import { onStage } from '../stage/stage.tsx'
import { Colon, Comma, listed } from './punctuation.tsx'

afterEach(() => i18n.loadAndActivate({ locale: 'en', messages: english }))

test.each([
  ['en', english, 'one, two: three'],
  ['fr', french, 'one, two\u00a0: three'],
  ['ar', arabic, 'one، two: three'],
])('comma and colon stand as %s does it', async (locale, messages, text) => {
  i18n.loadAndActivate({ locale, messages })
  const { container } = await onStage(
    <>
      one
      <Comma />
      two
      <Colon />
      three
    </>,
  )
  expect(container.textContent).toBe(text)
})

test('a list parts its members without a last "and"', () => {
  expect(listed(['Texte', 'Image'], 'fr')).toBe('Texte, Image')
  expect(listed(['نص', 'صورة'], 'ar')).toBe('نص، صورة')
})
