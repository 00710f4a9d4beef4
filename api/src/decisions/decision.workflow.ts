import { Injectable } from '@nestjs/common'
import { addDays } from '@placet/shared/clock/working-days'
import { clockOf } from '@placet/shared/policy-pack/clock-limits'
import { classOf, questionsOf, signaturesNeeded } from '@placet/shared/policy-pack/questions'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import type { OpenQuestion } from '@placet/shared/information-request/open-question'
import { decision } from '@placet/shared/decision/decision.machine'
import type { DecisionFacts } from '@placet/shared/decision/decision.machine'
import { Clocks } from '../clocks/index.ts'
import { Dossiers } from '../dossiers/index.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import type { Tx } from '../kernel/db/run.ts'
import { workflow } from '../kernel/workflow.ts'
import type { Happening, Workflow } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Decision } from './decision.entity.ts'
import { decisionStateFor, mayDecide, workingParts } from './decision.policy.ts'
import type { DecisionDuty } from './decision.policy.ts'

/** Outcomes against the applicant: notice of intent comes first. */
const adverse = new Set(['refuse', 'suspend', 'revoke'])

type Row = {
  id: string
  pack_id: string
  risk_class: string
  state: string
  stages: { stage: string; state: string; recommendation: string | null; stale: boolean }[] | null
  open: OpenQuestion[] | null
  parts: string[] | null
  under_check: boolean
}

const factsText = `select s.id, s.pack_id, s.risk_class, s.state,
  (select json_agg(json_build_object('stage', r.stage, 'state', r.state, 'recommendation', r.recommendation, 'stale', r.stale) order by r.stage) from review_stage r where r.case_id = s.id) as stages,
  (select json_agg(json_build_object('request', i.number, 'question', q.question) order by i.number, q.position)
     from information_request i join request_question q on q.request_id = i.id where i.case_id = s.id and i.state in ('issued', 'extensionAsked', 'answered', 'incomplete')) as open,
  (select array_agg(p.part) from case_part p where p.case_id = s.id and p.person_id = $2) as parts,
  decision_under_check(s.id) as under_check
  from submission s where s.id = any($1)`

/** `dispatchDelayMinutes` lie between one signature and the dispatch of what it signed. */
type Facts = DecisionFacts & DecisionDuty & { dispatchDelayMinutes: number }

@Injectable()
export class DecisionWorkflow {
  readonly flow: Workflow<Decision, Facts>

  constructor(
    private readonly packs: PolicyPacks,
    private readonly clocks: Clocks,
    private readonly dossiers: Dossiers,
  ) {
    this.flow = workflow<Decision, Facts>({
      process: decision,
      entity: Decision,
      table: 'decision',
      typename: 'Decision',
      caseOf: ({ caseId }) => caseId,
      // The draft and its signatures are the agency's; that the applicant is heard is the applicant's.
      applicantSees: (event) => ['GIVE_NOTICE', 'COMMENTS_RECEIVED', 'NOTICE_ELAPSED'].includes(event),
      stateFor: decisionStateFor,
      label: ({ kind }) => kind,
      asked: [
        'GIVE_NOTICE',
        'COMMENTS_RECEIVED',
        'SUBMIT_FOR_SIGNATURE',
        'SIGN',
        'COUNTERSIGN',
        'RETURN_TO_DRAFTER',
        'RECALL',
        'ABANDON',
      ],
      facts: (tx, decisions, { actor, at, happening }) => this.facts(tx, decisions, actor, at, happening),
      permits: mayDecide,
      sets: (happening, _, at, actor, facts) => {
        switch (happening.type) {
          case 'GIVE_NOTICE':
            return { noticeText: happening['text'], noticeDone: false, noticeComments: null }
          case 'COMMENTS_RECEIVED':
            return { noticeDone: true, noticeComments: happening['text'] }
          case 'NOTICE_ELAPSED':
            return { noticeDone: true }
          case 'SUBMIT_FOR_SIGNATURE':
            return { returnReason: null }
          case 'SIGN':
            return {
              signerId: actor.id,
              signedAt: at,
              recallUntil: facts === undefined ? null : new Date(at.getTime() + facts.dispatchDelayMinutes * 60_000),
            }
          case 'COUNTERSIGN':
            return { countersignerId: actor.id, issuedAt: at }
          case 'DISPATCH_ELAPSED':
            return { issuedAt: at }
          case 'RETURN_TO_DRAFTER':
          case 'RECALL':
          case 'RECUSE':
            return { returnReason: happening.reason, signerId: null, signedAt: null, recallUntil: null }
          default:
            return {}
        }
      },
      signs: {
        meaningOf: (event, subject) =>
          event === 'COUNTERSIGN' ? 'countersigned' : event === 'SIGN' ? meaningOf(subject.outcome) : null,
        record: (tx, subject) => this.record(tx, subject),
      },
    })
  }

  /** Signatures that a draft needs, by the pack and by what it departs from. */
  neededFor(
    packId: string,
    riskClass: string,
    draft: { kind: string; outcome: string | null },
    departs: boolean,
  ): number {
    return signaturesNeeded(this.packs.get(packId), riskClass as RiskClass, { ...draft, departs })
  }

  /** The pack's questions to the case manager, by id. */
  questionIds(packId: string, riskClass: string): string[] {
    return questionsOf(this.packs.get(packId), 'decision', riskClass as RiskClass).map(({ id }) => id)
  }

  /** What the pack that the case is pinned to says; nothing of a case that the reader does not see. */
  private rulesOf(row: Row | undefined): { conditionDays: number; dispatchDelayMinutes: number; questions: string[] } {
    if (row === undefined) return { conditionDays: 0, dispatchDelayMinutes: 0, questions: [] }
    const pack = this.packs.get(row.pack_id)
    const { max, defaultDays } = clockOf(pack, 'conditionEvidence')
    return {
      // Within which the evidence for a condition is due, at most.
      conditionDays: max ?? defaultDays ?? 0,
      dispatchDelayMinutes: classOf(pack, row.risk_class as RiskClass).dispatchDelayMinutes,
      questions: this.questionIds(row.pack_id, row.risk_class),
    }
  }

  private async facts(
    tx: Tx,
    decisions: readonly Decision[],
    actor: Actor,
    at: Date,
    happening: Happening | undefined,
  ): Promise<Map<string, Facts>> {
    const rows = await tx.rows<Row>(factsText, [[...new Set(decisions.map(({ caseId }) => caseId))], actor.id])
    const notSigned = await this.answersNotSigned(
      tx,
      rows.filter(({ id }) => decisions.some(({ caseId, state }) => caseId === id && state === 'drafting')),
    )
    return new Map(
      decisions.map((subject) => {
        const row = rows.find(({ id }) => id === subject.caseId)
        const stages = row?.stages ?? []
        const written = new Map((subject.departures ?? []).map(({ stage, reason }) => [stage, reason]))
        const { conditionDays, dispatchDelayMinutes, questions } = this.rulesOf(row)
        const answered = new Set(
          (subject.answers ?? []).filter(({ reason }) => reason.trim() !== '').map(({ question }) => question),
        )
        return [
          subject.id,
          {
            outcome: subject.outcome ?? null,
            reasons: subject.reasons ?? '',
            publicSummary: subject.publicSummary ?? '',
            departures: departuresFrom(subject.outcome ?? null, stages).map((stage) => ({
              stage,
              reason: written.get(stage) ?? '',
            })),
            conditions: subject.conditions ?? [],
            conditionsDueBy: addDays(this.clocks.today(at), conditionDays),
            today: this.clocks.today(at),
            questionsUnanswered: questions.filter((id) => !answered.has(id)),
            adverse: adverse.has(subject.outcome ?? ''),
            noticeDone: subject.noticeDone ?? false,
            stagesUnreported: stages.filter(({ state }) => state !== 'reported').map(({ stage }) => stage),
            drafterLeft: subject.drafterLeft ?? false,
            stale: stages.some(({ stale }) => stale),
            openQuestions: row?.open ?? [],
            answersNotSigned: notSigned.get(subject.caseId) ?? [],
            signaturesNeeded: subject.signaturesNeeded ?? 2,
            affirmed: typeof happening?.['affirmed'] === 'boolean' ? happening['affirmed'] : 'notAsked',
            partsOfSigner: (row?.parts ?? []).filter((part) => workingParts.includes(part)),
            signedBefore: subject.signerId === actor.id,
            dispatchDelayOver: subject.recallUntil != null && subject.recallUntil <= at,
            underCheck: row?.under_check ?? false,
            caseState: row?.state ?? '',
            finalDecision: subject.state === 'issued',
            dispatchDelayMinutes,
          },
        ]
      }),
    )
  }

  /** A decision stands on what the applicant signed; asked while a draft may still be sent for signature. */
  private async answersNotSigned(tx: Tx, cases: readonly Row[]): Promise<Map<string, string[]>> {
    if (cases.length === 0) return new Map()
    const ids = cases.map(({ id }) => id)
    const dossiers = await this.dossiers.read(tx, ids)
    const signed = await this.dossiers.signed(tx, ids)
    return new Map(
      cases.map(({ id, pack_id }) => {
        const dossier = dossiers.get(id)
        return [id, dossier === undefined ? [] : this.dossiers.notSigned(pack_id, dossier, signed.get(id))]
      }),
    )
  }

  /** What is signed: outcome, reasons, conditions, every stage's recommendation and dissent, the rules in force. */
  private async record(tx: Tx, subject: Decision): Promise<Record<string, unknown>> {
    const about = await tx.one<{
      reference: string
      model_name: string
      model_version: string
      risk_class: string
      pack_id: string
      organisation: string
    }>(
      `select s.reference, s.model_name, s.model_version, s.risk_class, s.pack_id, o.name as organisation
       from submission s join organisation o on o.id = s.organisation_id where s.id = $1`,
      [subject.caseId],
    )
    const pack = about === undefined ? null : this.packs.get(about.pack_id)
    return {
      reference: about?.reference ?? '',
      model: { name: about?.model_name ?? '', version: about?.model_version ?? '' },
      organisation: about?.organisation ?? '',
      riskClass: about?.risk_class ?? null,
      // SHA-256 of the revision that the applicant signed last: the dossier that is decided on, and no other.
      dossier: (await this.dossiers.signed(tx, [subject.caseId])).get(subject.caseId)?.sha256 ?? null,
      pack: pack?.version ?? '',
      kind: subject.kind,
      outcome: subject.outcome,
      reasons: subject.reasons,
      publicSummary: subject.publicSummary,
      conditions: subject.conditions.map(({ text, dueAt, evidence }) => ({ text, dueAt, evidence })),
      departures: subject.departures,
      answers: subject.answers,
      recommendations: (await recommendationsOf(tx, subject.caseId)).map(({ stage, recommendation, dissent }) => ({
        stage,
        recommendation,
        dissent,
      })),
    }
  }
}

/** The closed list of meanings: what a signature under this outcome says. */
function meaningOf(outcome: string | null): string {
  switch (outcome) {
    case 'refuse':
      return 'refused'
    case 'suspend':
      return 'suspended'
    case 'revoke':
      return 'revoked'
    default:
      return 'approved'
  }
}

/** Stages whose recommendation the outcome does not follow. */
export function departuresFrom(
  outcome: string | null,
  stages: readonly { stage: string; recommendation: string | null }[],
): string[] {
  if (outcome === null || !['approve', 'approveWithConditions', 'refuse'].includes(outcome)) return []
  return (
    stages
      .filter(({ recommendation }) => recommendation !== null && recommendation !== outcome)
      // To add conditions where a stage asked for none takes nothing away from its recommendation.
      .filter(({ recommendation }) => !(outcome === 'approveWithConditions' && recommendation === 'approve'))
      .map(({ stage }) => stage)
  )
}

export type Recommendation = { stage: string; recommendation: string | null; dissent: string | null }

/** What each stage recommends, and the dissent of its reviewers. */
export const recommendationsOf = (tx: Tx, caseId: string): Promise<Recommendation[]> =>
  tx.rows<Recommendation>(
    `select r.stage, r.recommendation, (select string_agg(p.dissent, E'\\n\\n') from stage_report p where p.stage_id = r.id and p.dissent is not null) as dissent
     from review_stage r where r.case_id = $1 order by r.stage`,
    [caseId],
  )
