import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import api from '../../api/vitest.config.ts'

// The verifier is tried on the portal's own database: booted, and its Postgres started, as the API's tests do it.
export default defineConfig({
  ...api,
  test: {
    ...api.test,
    name: 'verify',
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    globalSetup: [join(import.meta.dirname, '../../api/test/global-setup.ts')],
    fileParallelism: false,
  },
})
