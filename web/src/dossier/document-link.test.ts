import { expect, test } from 'vitest'
import { formatBytes } from './document-link.tsx'

test.each([
  [1, 'en', '1 byte'],
  [608, 'en', '608 bytes'],
  [1_500, 'en', '1.5 kB'],
  [42_000_000, 'en', '42 MB'],
  [608, 'fr', '608 octets'],
  [1_500, 'fr', '1,5 ko'],
  [608, 'ar', '608 بايت'],
])('%d bytes in %s are %s', (bytes, language, text) => {
  expect(formatBytes(bytes, language).replaceAll(/\s/g, ' ')).toBe(text)
})
