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
      // What had arrived when it broke was not lost, half a piece included where the store had written it by then.
      for (const at of [result.resumedAfterCutAt, result.resumedAfterRestartAt]) {
        expect(at).toBeGreaterThan(0)
        expect(at).toBeLessThan(bytes)
      }
      expect(result.hashEqual).toBe(true)
      expect(result.rssPeakMb - result.rssBeforeMb).toBeLessThan(bytes / 1e6)
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
)
