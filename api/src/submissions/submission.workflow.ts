import { Injectable } from '@nestjs/common'
import { clockOf } from '@placet/shared/policy-pack/clock-limits'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import { classify } from '@placet/shared/policy-pack/risk-class'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Unmet } from '@placet/shared/kernel/process'
import type { OpenQuestion } from '@placet/shared/information-request/open-question'
import { submission } from '@placet/shared/submission/submission.machine'
import type { SubmissionFacts } from '@placet/shared/submission/submission.machine'
import { Clocks } from '../clocks/index.ts'
import { Dossiers } from '../dossiers/index.ts'
import type { Tx } from '../kernel/db/run.ts'
import { unmet, workflow } from '../kernel/workflow.ts'
import type { Happening, Workflow } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { caseManagers } from './case-managers.ts'
import { Submission } from './submission.entity.ts'
import { maySubmission, submissionStateFor } from './submission.policy.ts'
import type { SubmissionDuty } from './submission.policy.ts'

type Row = {
  id: string
  verified: boolean
  screening: {
    answers: { question: string; answer: string; reason: string }[]
    citations: { field: string; reason: string }[]
    class: string | null
    reason: string | null
  } | null
  screening_elapsed: boolean
  reminded: boolean
  stages: { stage: string; state: string }[] | null
  claims: string[] | null
  open: OpenQuestion[] | null
  sending: number
  for_signature: boolean
  proposer: string | null
  decision_made: boolean
  hold_extended: number | null
}

/** Facts that guards and policies of a submission ask for: one statement, and the dossiers where a draft is judged. */
const factsText = `
  select s.id, o.verified_at is not null as verified,
    (select json_build_object('answers', c.answers, 'citations', c.citations, 'class', c.class_confirmed, 'reason', c.class_reason) from screening c where c.case_id = s.id) as screening,
    exists (select 1 from clock k where k.case_id = s.id and k.key = 'screening' and k.ended_at is null and k.due_at < $2) as screening_elapsed,
    exists (select 1 from timer t where t.case_id = s.id and t.kind = 'reminder' and t.event like 'FINAL_NOTICE%' and t.fired_at is not null) as reminded,
    (select json_agg(json_build_object('stage', r.stage, 'state', r.state)) from review_stage r where r.case_id = s.id) as stages,
    (select array_agg(f.field) from confidentiality_claim f where f.case_id = s.id and f.state = 'claimed') as claims,
    (select json_agg(json_build_object('request', i.number, 'question', q.question) order by i.number, q.position)
       from information_request i join request_question q on q.request_id = i.id where i.case_id = s.id and i.state in ('issued', 'extensionAsked', 'answered', 'incomplete')) as open,
    (select count(*)::int from information_request i join request_question q on q.request_id = i.id where i.case_id = s.id and i.state = 'issued') as sending,
    exists (select 1 from decision d where d.case_id = s.id and d.state = 'forSignature') as for_signature,
    (select t.actor_id from transition t where t.case_id = s.id and t.event = 'PROPOSE_OUT_OF_SCOPE' order by t.seq desc limit 1) as proposer,
    exists (select 1 from decision d where d.case_id = s.id and d.state = 'signed' and d.signatures_needed = 1 and d.recall_until <= $2) as decision_made,
    (select k.extended_days from clock k where k.case_id = s.id and k.key = 'screeningHold' and k.ended_at is null) as hold_extended
  from submission s join organisation o on o.id = s.organisation_id where s.id = any($1)`

/** Who manages a case is the agency's affair, and so is a note from one to the next. */
const agencysOwn = new Set(['PROPOSE_OUT_OF_SCOPE', 'REJECT_OUT_OF_SCOPE', 'NAME_MANAGER'])

@Injectable()
export class SubmissionWorkflow {
  readonly flow: Workflow<Submission, SubmissionFacts & SubmissionDuty>

  constructor(
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
    private readonly clocks: Clocks,
  ) {
    this.flow = workflow<Submission, SubmissionFacts & SubmissionDuty>({
      process: submission,
      entity: Submission,
      table: 'submission',
      typename: 'Submission',
      caseOf: ({ id }) => id,
      // What one officer proposed is the agency's own until a second one confirmed it, with reasons for the applicant.
      applicantSees: (event) => !agencysOwn.has(event),
      stateFor: submissionStateFor,
      asked: [
        'SUBMIT',
        'RESUBMIT',
        'REQUEST_ADVICE',
        'GIVE_ADVICE',
        'DISCARD',
        'ACKNOWLEDGE',
        'ACCEPT',
        'RETURN_WITH_LIST',
        'PROPOSE_OUT_OF_SCOPE',
        'CONFIRM_OUT_OF_SCOPE',
        'REJECT_OUT_OF_SCOPE',
        'WITHDRAW',
        'NAME_MANAGER',
        'EXTEND_HOLD',
      ],
      facts: (tx, subjects, { at, happening }) => this.facts(tx, subjects, at, happening),
      permits: maySubmission,
      sets: (happening, _, at) => {
        switch (happening.type) {
          case 'SUBMIT':
            return { submittedAt: at }
          case 'GIVE_ADVICE':
            return { advice: happening['advice'] }
          case 'ACCEPT':
          case 'DEEMED_COMPLETE':
            return { acceptedAt: at }
          case 'DECISION_ISSUED':
          case 'WITHDRAW':
          case 'TIMEOUT':
          case 'CONFIRM_OUT_OF_SCOPE':
            return { decidedAt: at }
          case 'RESUBMIT':
            return { citations: [] }
          case 'NAME_MANAGER':
            return { managerId: happening['managerId'] }
          default:
            return {}
        }
      },
      signs: {
        meaningOf: (event) => (event === 'SUBMIT' || event === 'RESUBMIT' ? 'submitted' : null),
        record: (tx, subject) => this.record(tx, subject),
      },
    })
  }

  /** The pack's questions to the screener of this case, by id. */
  screeningQuestions({ packId, riskClass }: Pick<Submission, 'packId' | 'riskClass'>): string[] {
    if (riskClass === null) return []
    return questionsOf(this.packs.get(packId), 'screening', riskClass as RiskClass).map(({ id }) => id)
  }

  private async facts(
    tx: Tx,
    subjects: readonly Submission[],
    at: Date,
    happening: Happening | undefined,
  ): Promise<Map<string, SubmissionFacts & SubmissionDuty>> {
    const ids = subjects.map(({ id }) => id).filter((id) => id !== '')
    const rows = ids.length === 0 ? [] : await tx.rows<Row>(factsText, [ids, at])
    const judged = subjects.filter(
      ({ id, state }) => id !== '' && (state === 'draft' || state === 'returnedIncomplete'),
    )
    const dossiers =
      judged.length === 0
        ? new Map<string, never>()
        : await this.dossiers.read(
            tx,
            judged.map(({ id }) => id),
          )
    const today = this.clocks.today(at)
    const obstacles = new Map<string, Unmet[]>()
    if (happening?.type === 'NAME_MANAGER')
      for (const subject of subjects) {
        const [named] = await caseManagers(tx, subject, at, String(happening['managerId']))
        obstacles.set(subject.id, named === undefined ? [unmet('manage.notAManager')] : named.because)
      }
    return new Map(
      subjects.map((subject) => {
        const row = rows.find(({ id }) => id === subject.id)
        const dossier = dossiers.get(subject.id)
        const riskClass =
          dossier === undefined
            ? subject.riskClass
            : classify(this.packs.get(subject.packId), dossier.answers).riskClass
        const questions = subject.state === 'screening' ? this.screeningQuestions(subject) : []
        const answered = new Set(
          row?.screening?.answers.filter(({ reason }) => reason.trim() !== '').map(({ question }) => question),
        )
        return [
          subject.id,
          {
            organisationVerified: row?.verified ?? false,
            unmet: dossier === undefined ? [] : this.dossiers.unmet(subject.packId, dossier, today),
            riskClass,
            screeningUnanswered: questions.filter((id) => !answered.has(id)),
            classConfirmed: row?.screening?.class ?? null,
            classReason: row?.screening?.reason ?? '',
            citations: row?.screening?.citations ?? [],
            screeningElapsed: row?.screening_elapsed ?? false,
            approvedQuestions: row?.sending ?? 0,
            finalNoticeGiven: row?.reminded ?? false,
            stagesUnreported: (row?.stages ?? []).filter(({ state }) => state !== 'reported').map(({ stage }) => stage),
            claimsUnruled: row?.claims ?? [],
            openQuestions: row?.open ?? [],
            draftForSignature: row?.for_signature ?? false,
            managerObstacles: obstacles.get(subject.id) ?? 'notAsked',
            holdDaysLeft:
              (clockOf(this.packs.get(subject.packId), 'screeningHold').extendableBy ?? 0) - (row?.hold_extended ?? 0),
            daysAsked: typeof happening?.['days'] === 'number' ? happening['days'] : 'notAsked',
            scopeProposer: row?.proposer ?? null,
            decisionMade: row?.decision_made ?? false,
          },
        ]
      }),
    )
  }

  /** What an officer signs: the answers in force, every file by its hash, the rules they were judged by. */
  private async record(tx: Tx, subject: Submission): Promise<Record<string, unknown>> {
    const dossier = (await this.dossiers.read(tx, [subject.id])).get(subject.id)
    return {
      reference: subject.reference,
      model: { name: subject.modelName, version: subject.modelVersion },
      organisation: subject.organisationId,
      ...this.dossiers.content(subject.packId, dossier),
    }
  }
}
