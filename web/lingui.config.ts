import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'fr', 'ar'],
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}',
      include: ['src'],
      exclude: ['**/*.generated.ts', '**/*.test.tsx', '**/*.test.ts'],
    },
  ],
  // Without line numbers, moving code does not change a translator's file.
  format: formatter({ lineNumbers: false }),
  orderBy: 'messageId',
})
