import { Injectable } from '@nestjs/common'
import { clockOf } from '@placet/shared/policy-pack/clock-limits'
import { clockStopsAllowed } from '@placet/shared/information-request/clock-stops'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
import type { InformationRequestFacts } from '@placet/shared/information-request/information-request.machine'
import { Dossiers } from '../dossiers/index.ts'
import { findAll } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { workflow } from '../kernel/workflow.ts'
import type { Happening, Workflow } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { InformationRequest, RequestQuestion } from './information-request.entity.ts'
import { mayRequest } from './information-request.policy.ts'
import type { RequestDuty } from './information-request.policy.ts'

@Injectable()
export class InformationRequestWorkflow {
  readonly flow: Workflow<InformationRequest, InformationRequestFacts & RequestDuty>

  constructor(
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
  ) {
    this.flow = workflow<InformationRequest, InformationRequestFacts & RequestDuty>({
      process: informationRequest,
      entity: InformationRequest,
      table: 'information_request',
      typename: 'InformationRequest',
      caseOf: ({ caseId }) => caseId,
      // A draft is the agency's own, and so is its end when the case ends before it was sent.
      applicantSees: (_, { issuedAt }) => issuedAt !== null,
      label: ({ number }) => (number === null ? '' : String(number)),
      asked: [
        'ALLOW_CLOCK_STOP',
        'APPROVE_AND_SEND',
        'DISCARD',
        'ANSWER',
        'COMPLETE',
        'ASK_EXTENSION',
        'RULE',
        'JUDGE_COMPLETE',
        'JUDGE_INCOMPLETE',
        'CANCEL',
      ],
      facts: (tx, requests, { happening }) => this.facts(tx, requests, happening),
      permits: mayRequest,
      sets: (happening, request, at) => {
        switch (happening.type) {
          case 'ALLOW_CLOCK_STOP':
            return { extraStop: true }
          case 'APPROVE_AND_SEND':
            return { issuedAt: at }
          case 'ANSWER':
          case 'COMPLETE':
            return { answeredAt: at }
          case 'ASK_EXTENSION':
            return { extensionDays: happening['days'], extensionReason: happening.reason }
          case 'RULE':
            return {
              extensionDays: null,
              extendedDays: request.extendedDays + (happening['grant'] === true ? (request.extensionDays ?? 0) : 0),
            }
          case 'CANCEL':
          case 'DISCARD':
            return { reason: happening.reason }
          default:
            return {}
        }
      },
      signs: {
        meaningOf: (event) => (event === 'ANSWER' || event === 'COMPLETE' ? 'answered' : null),
        record: (tx, request) => this.record(tx, request),
      },
    })
  }

  private async facts(
    tx: Tx,
    requests: readonly InformationRequest[],
    happening: Happening | undefined,
  ): Promise<Map<string, InformationRequestFacts & RequestDuty>> {
    const ids = requests.map(({ id }) => id).filter((id) => id !== '')
    const questions = await questionsOf(tx, ids)
    const cases = await tx.rows<{ id: string; pack_id: string; state: string; used: number; stopped: boolean }>(
      `select s.id, s.pack_id, s.state,
         (select count(*)::int from information_request r where r.case_id = s.id and r.stops_clock and r.issued_at is not null) as used,
         exists (select 1 from information_request r where r.case_id = s.id and r.stops_clock and r.state in ('issued', 'extensionAsked', 'answered', 'incomplete')) as stopped
       from submission s where s.id = any($1)`,
      [[...new Set(requests.map(({ caseId }) => caseId))]],
    )
    const noticed = await tx.rows<{ subject_id: string }>(
      `select subject_id from timer where subject_id = any($1) and kind = 'reminder' and event like 'FINAL_NOTICE%' and fired_at is not null`,
      [ids],
    )
    return new Map(
      requests.map((request) => {
        const about = cases.find(({ id }) => id === request.caseId)
        const clock = about === undefined ? undefined : clockOf(this.packs.get(about.pack_id), 'irResponse')
        const days = clock?.days ?? 60
        return [
          request.id,
          {
            questions: questions
              .filter(({ requestId }) => requestId === request.id)
              .map(({ id, field, question, reason, satisfiedBy, answer, complete, judgement }) => ({
                id,
                field,
                question,
                reason,
                satisfiedBy,
                answered:
                  answer !== null &&
                  answer.trim() !== '' &&
                  !(request.state === 'incomplete' && complete === false && judgement !== null),
              })),
            stopsClock: request.stopsClock,
            clockStoppedNow: about?.stopped ?? false,
            clockStopsUsed: about?.used ?? 0,
            clockStopsAllowed,
            extraStopGranted: request.extraStop,
            daysGiven: days + request.extendedDays,
            daysAtMost: clock?.maxTotal ?? days + (clock?.extendableBy ?? 0),
            daysAsked: typeof happening?.['days'] === 'number' ? happening['days'] : 'notAsked',
            judgements:
              (happening?.['judgements'] as { question: string; complete: boolean }[] | undefined) ?? 'notAsked',
            finalNoticeGiven: noticed.some(({ subject_id }) => subject_id === request.id),
            caseState: about?.state ?? '',
          },
        ]
      }),
    )
  }

  private async record(tx: Tx, request: InformationRequest): Promise<Record<string, unknown>> {
    const questions = await questionsOf(tx, [request.id])
    const fields = questions.map(({ field }) => field)
    const answers = await tx.rows<{ field: string; version: number; value: unknown }>(
      `select field, version, value from answer where case_id = $1 and field = any($2) order by field`,
      [request.caseId, fields],
    )
    return {
      number: request.number,
      answers: questions.map(({ id, question, answer }) => ({ id, question, answer })),
      fields: answers,
      dossier: await this.dossierWith(tx, request, fields),
    }
  }

  /** The whole dossier as it will stand with this answer; what is typed under another open request is not signed with it. */
  private async dossierWith(tx: Tx, { id, caseId }: InformationRequest, fields: readonly string[]): Promise<object> {
    const about = await tx.one<{ pack_id: string }>(`select pack_id from submission where id = $1`, [caseId])
    const dossier = (await this.dossiers.read(tx, [caseId])).get(caseId)
    const signed = (await this.dossiers.signed(tx, [caseId])).get(caseId)
    if (about === undefined || dossier === undefined || signed === undefined)
      throw new Error('a request is answered in a case that was submitted')
    const elsewhere = (await fieldsOpenElsewhere(tx, caseId, id)).filter((field) => !fields.includes(field))
    const answers = { ...dossier.answers }
    for (const field of this.dossiers.typedUnsigned(signed, dossier, elsewhere))
      if (signed.answers[field] === undefined) Reflect.deleteProperty(answers, field)
      else answers[field] = signed.answers[field]
    return this.dossiers.content(about.pack_id, {
      ...dossier,
      answers,
      documents: this.dossiers.filesOf(dossier, answers),
    })
  }
}

/** Fields that the applicant may write in now because of another request. */
export async function fieldsOpenElsewhere(tx: Tx, caseId: string, requestId: string): Promise<string[]> {
  const rows = await tx.rows<{ field: string }>(
    `select distinct q.field from information_request r join request_question q on q.request_id = r.id
     where r.case_id = $1 and r.id <> $2 and r.state in ('issued', 'extensionAsked', 'incomplete') order by q.field`,
    [caseId, requestId],
  )
  return rows.map(({ field }) => field)
}

/** Questions of these requests, in the order of the letter. */
export const questionsOf = (tx: Tx, requestIds: readonly string[]): Promise<RequestQuestion[]> =>
  findAll(tx, RequestQuestion, 'where request_id = any($1) order by request_id, position limit 2000', [requestIds])
