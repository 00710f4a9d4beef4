import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleFile } from './sample-files.ts'

/** Runs the command where no portal is: what it refuses before it asks one. */
function journey(...args: string[]): Promise<{ code: number; complaint: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'journey.ts'), ...args], (error, _stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), complaint: stderr })
    })
  })
}

test('a card that does not exist and an unknown class are misuse, not a refusal', async () => {
  expect(await journey('/nowhere/card.md')).toEqual({
    code: 1,
    complaint: 'The card /nowhere/card.md cannot be read.\n',
  })
  const { code, complaint } = await journey('card.md', '--class', 'V')
  expect(code).toBe(1)
  expect(complaint).toContain('Usage: npm run journey')
})

test('the files of the journey are what they say', () => {
  expect(sampleFile('Plan', 'application/pdf').bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(JSON.parse(sampleFile('Parts', 'application/json').bytes.toString())).toMatchObject({ bomFormat: 'CycloneDX' })
  const hashes = ['a', 'b'].map((title) =>
    createHash('sha256').update(sampleFile(title, undefined).bytes).digest('hex'),
  )
  expect(new Set(hashes).size).toBe(2)
})
