import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import rtlcss from 'postcss-rtlcss'
import { Mode } from 'postcss-rtlcss/options'
import { defineConfig } from 'vitest/config'
import { linguiMacros } from './lingui-macros.ts'
import { messageParts } from './message-parts.ts'
import { operationHashes } from './operation-hashes.ts'

const api = process.env['PLACET_URL'] ?? 'http://localhost:3000'

export default defineConfig({
  plugins: [linguiMacros(), messageParts(), operationHashes(), react(), lingui({ failOnCompileError: true })],
  css: {
    // Aksel writes physical left and right; `override` would drop borders and padding, `combined` keeps both.
    postcss: { plugins: [rtlcss({ mode: Mode.combined })] },
  },
  build: {
    target: 'es2023',
    // The policy allows fonts and styles from our own origin only, so nothing may become a data: address.
    assetsInlineLimit: 0,
    sourcemap: false,
    // For `budget.ts`, which takes it away again.
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/graphql', '/auth', '/files', '/events', '/reports', '/health'].map((path) => [
        path,
        { target: api, changeOrigin: true },
      ]),
    ),
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
  },
})
