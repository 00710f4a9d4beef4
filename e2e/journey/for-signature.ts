import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { fillRequired, importCard, submit } from './applicant-part.ts'
import { draftForSignature } from './decision-part.ts'
import { Narration } from './narration.ts'
import { People } from './people.ts'
import { readRegisteredOperations } from './registered-operations.ts'
import { reviewStages, staffStages } from './review-part.ts'
import { screen } from './screening-part.ts'

// One case whose decision waits for its signature, brought there as people would; prints the decision's id.
const url = env['PLACET_URL'] ?? 'http://localhost:3000'
const people = await People.gather({ url, operations: readRegisteredOperations() })
const officer = await people.session('officer')
const narration = new Narration(() => undefined)
const card = 'wardnote-3b.md'
const text = await readFile(join(import.meta.dirname, '..', 'cards', card), 'utf8')
const { submissionId } = await importCard(officer, narration, { fileName: card, text })
const run = { people, narration, submissionId, riskClass: 'I' as const }
await fillRequired(officer, run)
await submit(officer, run)
await screen(run)
await reviewStages(run, await staffStages(run))
console.log((await draftForSignature(run)).id)
