import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { allFields } from '@placet/shared/policy-pack/fields'
import type { PackField } from '@placet/shared/policy-pack/policy-pack.schema'
import { sampleAnswers } from '@placet/shared/policy-pack/sample-answers'
import type * as z from 'zod/mini'
import { submissionNow, type CaseRun } from './case-run.ts'
import type { Narration } from './narration.ts'
import { CardRefused, expectThat } from './outcome.ts'
import { readPack } from './pack.ts'
import { Answers, AnswersSaved, CardImport, Mode, Submission } from './portal-answers.ts'
import { sampleFile } from './sample-files.ts'
import { isRefused, type Session } from './session.ts'
import { untilClean, upload } from './upload.ts'

/** The card as it was read from the disk. */
export type Card = { readonly fileName: string; readonly text: string }

/** A JSON body above 100 kB is refused; a larger card goes through the file door. */
const inlineBytes = 90_000
const answersPerSave = 20

/**
 * The officer starts a dossier, imports the card and confirms every imported answer.
 * Throws `CardRefused` with the portal's reason when the card cannot be read; the empty draft is then discarded.
 */
export async function importCard(
  officer: Session,
  narration: Narration,
  card: Card,
): Promise<{ submissionId: string; fieldsFromCard: number }> {
  const started = await officer.command(
    'JourneyStartDossier',
    { modelName: modelNameFrom(card.fileName), modelVersion: '1.0' },
    Submission,
  )
  narration.submission(officer.email, 'start a dossier', started.state)

  const source = await cardSource(officer, started.id, card)
  const preview = await officer.attempt(
    'JourneyImportModelCard',
    { id: started.id, ...source, fields: null },
    CardImport,
  )
  if (isRefused(preview)) {
    const discarded = await officer.command(
      'JourneyDiscardDossier',
      { id: started.id, version: (await submissionNow(officer, started.id)).version },
      Submission,
    )
    narration.submission(officer.email, 'discard, the card is refused', discarded.state)
    throw new CardRefused(preview.reasons.join(' '))
  }
  const offered = preview.fields.map(seen)
  const stored = offered.length === 0 ? [] : await store(officer, started.id, source, offered)
  narration.step({
    who: officer.email,
    what: `import ${stored.length} fields from the card`,
    subject: 'submission',
    before: started.state,
    after: started.state,
  })
  return { submissionId: started.id, fieldsFromCard: stored.length }
}

async function store(
  officer: Session,
  id: string,
  source: Awaited<ReturnType<typeof cardSource>>,
  fields: readonly { field: string; baseVersion: number }[],
): Promise<string[]> {
  const imported = await officer.command('JourneyImportModelCard', { id, ...source, fields }, CardImport)
  const stored = imported.fields.filter((field) => field.stored)
  const confirmed = await officer.command('JourneyConfirmAnswers', { id, fields: stored.map(seen) }, AnswersSaved)
  expectAllSaved(officer, confirmed)
  return stored.map(({ field }) => field)
}

const seen = ({ field, version }: { field: string; version: number }) => ({ field, baseVersion: version })

async function cardSource(officer: Session, id: string, { fileName, text }: Card) {
  if (Buffer.byteLength(JSON.stringify(text)) < inlineBytes) return { card: text, documentId: null, fileName }
  const file = { name: fileName, mediaType: 'text/markdown', bytes: Buffer.from(text, 'utf8') }
  const documentId = await upload(officer, id, file, 'modelCard')
  await untilClean(officer, id, [documentId])
  return { card: null, documentId, fileName }
}

/** `Organisation__Model-7B.md` → `Model-7B` */
function modelNameFrom(fileName: string): string {
  const stem = basename(fileName).replace(/(\.excerpt)?\.md$/i, '')
  return (stem.split('__').at(-1) ?? stem).slice(0, 120) || 'Model'
}

/**
 * The officer answers every field that is still required, in rounds: an answer can ask for another.
 * Imported answers stay where they are enough; the questions of the class rule are answered for the wanted class.
 */
export async function fillRequired(officer: Session, run: CaseRun): Promise<void> {
  const { submissionId: id } = run
  for (let round = 1; round <= 3; round += 1) {
    const { submission } = await officer.ask('JourneyAnswers', { id }, Answers)
    if (submission.unmet.length === 0 && submission.riskClass === run.riskClass) return
    const count = await fillOnce(officer, run, submission)
    run.narration.step({
      who: officer.email,
      what: `answer ${count} more fields`,
      subject: 'submission',
      before: 'draft',
      after: 'draft',
    })
  }
  const { submission } = await officer.ask('JourneyAnswers', { id }, Answers)
  const gaps = submission.unmet.map((reason) => `${reason.at ?? reason.code}: ${reason.message}`)
  expectThat(
    gaps.length === 0,
    `Every required field was answered, but the dossier still lacks ${gaps.length} things: ${gaps.slice(0, 5).join('; ')}`,
  )
}

type AnswersNow = z.infer<typeof Answers>['submission']

async function fillOnce(officer: Session, run: CaseRun, submission: AnswersNow): Promise<number> {
  const pack = await readPack(officer, submission.packId)
  const { agencyClock } = await officer.ask('JourneyMode', {}, Mode)
  const keep = Object.fromEntries(submission.answers.map((answer) => [answer.field, answer.value]))
  const wish = { riskClass: run.riskClass, seed: seedOf(run.submissionId), keep, today: agencyClock.now.slice(0, 10) }
  // A first reading finds out which questions ask for a file; the second gives them the uploaded ones.
  const places = new Map<string, string | null>()
  sampleAnswers(pack, {
    ...wish,
    files: ({ field, accept }) => {
      places.set(field, accept)
      return ['not-yet-uploaded']
    },
  })
  const uploaded = await uploadFor(officer, run.submissionId, places)
  const wanted = sampleAnswers(pack, { ...wish, files: ({ field }) => uploaded.get(field) ?? [] })

  const versions = new Map(submission.answers.map((answer) => [answer.field, answer.version]))
  const changed = allFields(pack)
    .filter((field) => wanted[field.id] !== undefined && !isDeepStrictEqual(wanted[field.id], keep[field.id]))
    // The groups of some tables are taken from other answers, which must be there first.
    .toSorted((a, b) => Number(followsOthers(a)) - Number(followsOthers(b)))
    .map(({ id }) => ({ field: id, baseVersion: versions.get(id) ?? 0, value: wanted[id] }))
  for (const answers of batches(changed)) {
    const saved = await officer.command('JourneySaveAnswers', { id: run.submissionId, answers }, AnswersSaved)
    expectAllSaved(officer, saved)
  }
  return changed.length
}

const followsOthers = (field: PackField): boolean =>
  field.columns?.some((column) => column.optionsFrom === 'groupsOfAxis') ?? false

/** A number of the dossier's own, so that each journey has answers of its own and the same dossier the same ones. */
function seedOf(submissionId: string): number {
  return createHash('sha256').update(submissionId).digest().readUInt16BE(0)
}

async function uploadFor(
  officer: Session,
  submissionId: string,
  places: ReadonlyMap<string, string | null>,
): Promise<Map<string, string[]>> {
  const uploaded = new Map<string, string[]>()
  for (const [field, accept] of places) {
    const file = sampleFile(`${field} of the journey`, accept ?? undefined)
    uploaded.set(field, [await upload(officer, submissionId, file, 'evidence')])
  }
  await untilClean(officer, submissionId, [...uploaded.values()].flat())
  return uploaded
}

/** Splits the answers so that each command stays well below the limit of a body. */
function* batches<Item>(items: readonly Item[]): Generator<Item[]> {
  let batch: Item[] = []
  let bytes = 0
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item))
    if (batch.length > 0 && (batch.length === answersPerSave || bytes + size > inlineBytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

/** The officer signs and submits. */
export async function submit(officer: Session, run: CaseRun): Promise<Submission> {
  const ready = await submissionNow(officer, run.submissionId)
  expectThat(
    ready.riskClass === run.riskClass,
    `The answers were meant to give Class ${run.riskClass}, but the portal computes ${ready.riskClass ?? 'none'}.`,
  )
  const submitted = await officer.sign(
    { process: 'submission', id: ready.id, meaning: 'submitted' },
    'JourneySubmitDossier',
    { version: ready.version },
    Submission,
  )
  run.narration.submission(officer.email, 'sign and submit', submitted.state)
  return submitted
}

function expectAllSaved(session: Session, saved: z.infer<typeof AnswersSaved>): void {
  const failed = saved.outcomes.filter((outcome) => outcome.outcome !== 'saved')
  const reasons = failed.map(
    ({ field, outcome, message, issues }) =>
      `${field} (${[message ?? outcome, ...issues.map((issue) => `${issue.path} ${issue.message}`)].join(', ')})`,
  )
  expectThat(failed.length === 0, `${session.email} could not save ${reasons.slice(0, 5).join('; ')}`)
}
