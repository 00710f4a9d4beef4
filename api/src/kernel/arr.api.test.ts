import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
let a: Arranger
beforeAll(async () => { a = await Arranger.open() })
afterAll(async () => { await a?.close() })
test.each(['I','IV'] as const)('whole life %s', async (riskClass) => {
  const t = Date.now()
  const lap = (s: string) => console.log(s, Date.now()-t)
  const c = a.submission({ riskClass })
  await c.ready(); lap('ready')
  const d = await a.submission({ riskClass }).inReview(); lap('inReview2')
  console.log((await d.stages()).map((s) => s['stage']))
  await a.submission({ riskClass }).issued(); lap('issued')
  expect(1).toBe(1)
}, 120000)
