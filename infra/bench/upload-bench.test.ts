import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../house.ts'
import { benchUpload } from './upload-bench.ts'

const bytes = 120_000_000

test(
  'a large upload survives a cut connection and a killed server, and leaves memory flat',
  { timeout: 300_000 },
  async () => {
    if (!existsSync(join(root, 'api/dist/src/main.js')))
      throw new Error('The portal is not built. Run `npm run build` first.')
    const dataDir = mkdtempSync(join(tmpdir(), 'placet-upload-'))
    try {
      const result = await benchUpload(dataDir, bytes, () => undefined)
      const piece = 8 * 1024 ** 2
      // Half of a piece had been sent when it broke, and what had arrived was not lost.
      for (const at of [result.resumedAfterCutAt, result.resumedAfterRestartAt]) {
        expect(at % piece).toBeGreaterThan(0)
        expect(at).toBeLessThan(bytes)
      }
      expect(result.hashEqual).toBe(true)
      expect(result.rssPeakMb - result.rssBeforeMb).toBeLessThan(bytes / 1e6)
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
)
