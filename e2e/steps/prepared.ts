import { fillRequired, importCard } from '../journey/applicant-part.ts'
import type { CaseRun } from '../journey/case-run.ts'
import { Narration } from '../journey/narration.ts'
import type { People } from '../journey/people.ts'

/** A Class III dossier of Helio Health, complete in every field and not sent yet. */
export async function prepared(people: People, modelName: string): Promise<CaseRun> {
  const officer = await people.session('officer')
  const narration = new Narration(() => undefined)
  const card = { fileName: `${modelName}.md`, text: `---\nlicense: apache-2.0\n---\n# ${modelName}\n` }
  const { submissionId } = await importCard(officer, narration, card)
  const run: CaseRun = { people, narration, submissionId, riskClass: 'III' }
  await fillRequired(officer, run)
  return run
}
