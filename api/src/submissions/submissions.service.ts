import { randomInt } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type {
  ConfirmAnswersInput,
  ImportModelCardInput,
  SaveAnswersInput,
} from '@placet/shared/submission/dossier.schema'
import type { SaveScreeningInput } from '@placet/shared/submission/submission.schema'
import { Clocks } from '../clocks/index.ts'
import { DossierEditor, Dossiers, readModelCard } from '../dossiers/index.ts'
import type { Dossier, Edited } from '../dossiers/index.ts'
import { UploadedCards } from '../documents/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { findById, isRowId } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { notFound } from '../kernel/errors.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { sha256 } from '../kernel/record.ts'
import { refuse } from '../kernel/refusal.ts'
import { say } from '../kernel/wording.ts'
import { readParts, unmet } from '../kernel/workflow.ts'
import { PolicyPacks, refuseUnknown } from '../policy-packs/index.ts'
import { Submission } from './submission.entity.ts'
import { mayEditDossier, mayScreen, submissionStateFor } from './submission.policy.ts'
import { SubmissionWorkflow } from './submission.workflow.ts'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Random, so that it tells nothing about how many cases there are. */
const newReference = () => `C-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`

/** What is not a transition: starting a dossier, saving it, importing a card, the screening record. */
@Injectable()
export class Submissions {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: SubmissionWorkflow,
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
    private readonly editor: DossierEditor,
    private readonly clocks: Clocks,
    private readonly cards: UploadedCards,
  ) {}

  start(call: Call, input: { commandId: string; modelName: string; modelVersion: string }): Promise<Answer> {
    return this.lifecycle.open(this.workflow.flow, {
      call,
      commandId: input.commandId,
      caseId: null,
      event: { type: 'CREATE' },
      input: { modelName: input.modelName, modelVersion: input.modelVersion },
      values: (_, at) =>
        Promise.resolve({
          organisationId: call.actor.organisationId ?? '',
          reference: newReference(),
          packId: this.packs.inForce().id,
          modelName: input.modelName,
          modelVersion: input.modelVersion,
          createdAt: at,
        }),
    })
  }

  save(call: Call, input: SaveAnswersInput): Promise<Answer> {
    // As text, which escapes the half of a character that a refused answer may hold: canonical bytes have no form for it.
    const asked = JSON.stringify(input.answers)
    return this.edit(call, input.commandId, input.id, 'SAVE_ANSWERS', asked, async (tx, edited) => ({
      __typename: 'AnswersSaved',
      ...(await this.editor.save(tx, call, edited, input.answers)),
    }))
  }

  confirm(call: Call, input: ConfirmAnswersInput): Promise<Answer> {
    return this.edit(call, input.commandId, input.id, 'CONFIRM_ANSWERS', input.fields, async (tx, edited) => ({
      __typename: 'AnswersSaved',
      ...(await this.editor.confirm(tx, call, edited, input.fields)),
    }))
  }

  /** The card is pasted, or in an uploaded file; an uploaded one that has been used, or never can be, is taken away. */
  async importCard(call: Call, input: ImportModelCardInput): Promise<Answer> {
    const { commandId, id, card = null, documentId = null, fileName, fields = null } = input
    // The bytes of a document never change, so its id stands for them: a retry finds its answer when the card is gone.
    const asked = { fileName, fields, card: card === null ? documentId : sha256(card).toString('hex') }
    let isUsed = false
    const answer = await this.edit(call, commandId, id, 'IMPORT_MODEL_CARD', asked, async (tx, edited) => {
      const text = card ?? (await this.cards.read(tx, call.language, id, documentId ?? ''))
      if (typeof text !== 'string') return text
      const read = readModelCard(text, fileName, this.packs.get(edited.packId))
      if (!read.ok) {
        isUsed = true
        return refuse.invalid(
          call.language,
          read.issues.map(({ path, code, params }) => ({ path, message: say(call.language, code, params) })),
        )
      }
      const stored = await this.editor.importCard(tx, call, edited, read.fields, fields)
      // What somebody else wrote meanwhile is asked about once more, out of the same card.
      isUsed = fields !== null && !stored.fields.some(({ conflict }) => conflict)
      return { __typename: 'CardImport', ...stored }
    })
    if (documentId !== null && isUsed) await this.cards.remove(call.actor, id)
    return answer
  }

  saveScreening(call: Call, input: SaveScreeningInput): Promise<Answer> {
    return this.lifecycle.edit(call, input.commandId, input.id, 'SAVE_SCREENING', input, async (tx, at) => {
      const subject = await findById(tx, Submission, input.id)
      if (subject === undefined) throw notFound()
      const recused = (await readParts(tx, call.actor.id, [input.id])).get(input.id)?.recused ?? false
      if (!mayScreen(call.actor, recused))
        return refuse.notPermitted(call.language, [unmet(recused ? 'duty.recused' : 'duty.onlyScreener')])
      if (subject.state !== 'screening') return refuse.outOfTurn(call.language, subject.state)
      const asked = this.workflow.screeningQuestions(subject)
      const wrong = refuseUnknown(call.language, this.packs.get(subject.packId), [
        ...input.answers.map(({ question }, index) => ({ path: `answers/${index}/question`, question, asked })),
        ...input.citations.map(({ field }, index) => ({ path: `citations/${index}/field`, field })),
      ])
      if (wrong !== null) return wrong
      const written = await tx.count(
        `insert into screening (case_id, organisation_id, answers, citations, class_confirmed, class_reason, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (case_id) do update set version = screening.version + 1, answers = excluded.answers, citations = excluded.citations,
           class_confirmed = excluded.class_confirmed, class_reason = excluded.class_reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at
           where screening.version = $9`,
        [
          input.id,
          subject.organisationId,
          JSON.stringify(input.answers),
          JSON.stringify(input.citations),
          input.classConfirmed ?? null,
          input.classReason ?? null,
          call.actor.id,
          at,
          input.screeningVersion,
        ],
      )
      if (written === 0) {
        const now = await tx.one<{ version: number }>(`select version from screening where case_id = $1`, [input.id])
        return refuse.stale(call.language, now?.version ?? 0)
      }
      await tx.rows(
        `insert into case_part (case_id, organisation_id, person_id, part, since) values ($1, $2, $3, 'screener', $4) on conflict do nothing`,
        [input.id, subject.organisationId, call.actor.id, at],
      )
      return { __typename: 'Submission', id: input.id }
    })
  }

  /** The case as a reader may see it; who is recused from it learns that, and nothing else of it. */
  async find(call: Call, id: string): Promise<Submission> {
    if (!isRowId(id)) throw notFound()
    const tx = await call.tx()
    const found = await findById(tx, Submission, id)
    if (found !== undefined) {
      call.opens(id, 'submission')
      return Object.assign(found, { __typename: 'Submission' })
    }
    const recusal = await tx.one(`select 1 from case_recusal where case_id = $1 and person_id = $2 and not pending`, [
      id,
      call.actor.id,
    ])
    if (recusal === undefined) throw notFound()
    return Object.assign(new Submission(), {
      __typename: 'Submission',
      id,
      organisationId: '',
      version: 1,
      state: 'submitted',
      reference: '',
      packId: this.packs.inForce().id,
      modelName: '',
      modelVersion: '',
      createdAt: new Date(0),
      paused: false,
      citations: [],
      submittedAt: null,
      riskClass: null,
      recusedFrom: true,
    })
  }

  /** Drafts and returned lists are open; what is with the agency is not, but for the fields of an open request. */
  private edit(
    call: Call,
    commandId: string,
    id: string,
    action: string,
    input: unknown,
    work: (tx: Tx, edited: Edited) => Promise<Answer>,
  ): Promise<Answer> {
    return this.lifecycle.edit(call, commandId, id, action, input, async (tx, at) => {
      const subject = await findById(tx, Submission, id)
      if (subject === undefined) throw notFound()
      if (!mayEditDossier(call.actor, subject))
        return refuse.notPermitted(call.language, [unmet('duty.onlyApplicantEdits')])
      const asked = await tx.rows<{ field: string }>(
        `select q.field from information_request r join request_question q on q.request_id = r.id where r.case_id = $1 and r.state in ('issued', 'extensionAsked', 'incomplete')`,
        [id],
      )
      const open = new Set(asked.map(({ field }) => field))
      const today = this.clocks.today(at)
      if (subject.state !== 'draft' && subject.state !== 'returnedIncomplete' && open.size === 0)
        return refuse.outOfTurn(call.language, submissionStateFor(call.actor, subject.state))
      const mayWrite = (field: string, dossier: Dossier) => {
        if (subject.state === 'draft' || open.has(field)) return true
        if (subject.state !== 'returnedIncomplete') return false
        // What was cited, and what the mending of it newly asks for.
        return (
          subject.citations.some((citation) => citation.field === field) ||
          this.dossiers.unmet(subject.packId, dossier, today).some(({ params }) => params?.['field'] === field)
        )
      }
      return work(tx, {
        caseId: id,
        organisationId: subject.organisationId,
        packId: subject.packId,
        today,
        at,
        mayWrite,
      })
    })
  }
}

/** Writes the recusal and shuts the door: lists, files and reads of the case are closed to the person from the next statement on. */
export async function closeCaseTo(tx: Tx, personId: string, caseId: string, reason: string, at: Date): Promise<void> {
  await tx.rows(
    `update case_recusal set pending = false, at = $3, reason = $4 where person_id = $1 and case_id = $2 and pending`,
    [personId, caseId, at, reason],
  )
  await tx.rows(
    `insert into case_recusal (person_id, case_id, at, reason) values ($1, $2, $3, $4) on conflict do nothing`,
    [personId, caseId, at, reason],
  )
  await tx.rows(`delete from case_access where actor_id = $1 and case_id = $2`, [personId, caseId])
}

/** The side that must act next, and in which words the screen says it. */
export function nextStepOf(subject: Submission, forApplicant: boolean): { step: string; waitingOn: string } {
  const steps: Record<string, [applicant: string, agency: string, waitingOn: string]> = {
    draft: ['continueDraft', 'waitApplicant', 'applicant'],
    preAdvice: ['waitAdvice', 'giveAdvice', 'agency'],
    submitted: ['waitAgency', 'acknowledge', 'agency'],
    screening: ['waitAgency', 'screen', 'agency'],
    returnedIncomplete: ['mendReturned', 'waitApplicant', 'applicant'],
    outOfScopeProposed: ['waitAgency', 'ruleOnScope', 'agency'],
    inReview: ['waitAgency', 'review', 'agency'],
    onHold: ['answerRequest', 'waitApplicant', 'applicant'],
    consolidation: ['waitAgency', 'draftDecision', 'agency'],
    decisionPending: ['waitAgency', 'signDecision', 'agency'],
    decided: ['readDecision', 'done', 'nobody'],
    withdrawn: ['closed', 'done', 'nobody'],
    outOfScope: ['closed', 'done', 'nobody'],
  }
  const [applicant, agency, waitingOn] = steps[subject.state] ?? ['closed', 'done', 'nobody']
  return { step: forApplicant ? applicant : agency, waitingOn }
}
