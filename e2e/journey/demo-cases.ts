import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env, stderr } from 'node:process'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { fillRequired, importCard, submit } from './applicant-part.ts'
import { decide } from './decision-part.ts'
import { Narration } from './narration.ts'
import { People } from './people.ts'
import { readRegisteredOperations } from './registered-operations.ts'
import { reviewStages, staffStages } from './review-part.ts'
import { screen } from './screening-part.ts'

type Place = 'drafted' | 'submitted' | 'inReview' | 'decided'

/** A few cases at different points of their life, so that a new demo has something to show in every workspace. */
const demoCases: readonly { card: string; riskClass: RiskClass; upTo: Place }[] = [
  { card: 'thorax-vlm-2.md', riskClass: 'III', upTo: 'decided' },
  { card: 'symptom-pal.md', riskClass: 'IV', upTo: 'inReview' },
  { card: 'path-grader.md', riskClass: 'III', upTo: 'submitted' },
  { card: 'wardnote-3b.md', riskClass: 'I', upTo: 'drafted' },
]

/** Brings each case to its point through the API, as people would; run by the first start of a demo. */
async function prepare(): Promise<void> {
  const url = env['PLACET_URL'] ?? 'http://localhost:3000'
  const people = await People.gather({ url, operations: readRegisteredOperations() })
  const officer = await people.session('officer')
  for (const { card, riskClass, upTo } of demoCases) {
    const narration = new Narration(() => undefined)
    const text = await readFile(join(import.meta.dirname, '..', 'cards', card), 'utf8')
    const { submissionId } = await importCard(officer, narration, { fileName: card, text })
    if (upTo === 'drafted') continue
    const run = { people, narration, submissionId, riskClass }
    await fillRequired(officer, run)
    await submit(officer, run)
    if (upTo === 'submitted') continue
    await screen(run)
    const staffed = await staffStages(run)
    if (upTo === 'inReview') continue
    await reviewStages(run, staffed)
    await decide(run)
  }
}

try {
  await prepare()
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
