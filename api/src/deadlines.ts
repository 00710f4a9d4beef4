import { Injectable } from '@nestjs/common'
import { ApprovalWorkflow } from './approvals/index.ts'
import { ReviewerAssignmentWorkflow } from './assignments/index.ts'
import { Clocks } from './clocks/index.ts'
import { ConfidentialityClaimWorkflow } from './confidentiality-claims/index.ts'
import { DecisionWorkflow } from './decisions/index.ts'
import { InformationRequestWorkflow } from './information-requests/index.ts'
import { agencyNow } from './kernel/agency-clock.ts'
import { system } from './kernel/auth/actor.ts'
import { Databases } from './kernel/db/databases.ts'
import { run } from './kernel/db/run.ts'
import type { Tx } from './kernel/db/run.ts'
import { Lifecycle } from './kernel/lifecycle.ts'
import { recordAct } from './kernel/record.ts'
import type { Flow } from './kernel/workflow.ts'
import { ReviewStageWorkflow } from './reviews/index.ts'
import { SubmissionWorkflow } from './submissions/index.ts'

type Timer = {
  id: string
  case_id: string
  organisation_id: string
  process: string
  subject_id: string
  event: string
  kind: 'event' | 'breach' | 'reminder'
  clock_id: string | null
}

const atOnce = 100

/** Fires what is due by the agency's clock: events through the lifecycle's own door, breaches and reminders as notices. */
@Injectable()
export class Deadlines {
  private readonly flows: Map<string, Flow>

  constructor(
    private readonly databases: Databases,
    private readonly lifecycle: Lifecycle,
    private readonly clocks: Clocks,
    submissions: SubmissionWorkflow,
    claims: ConfidentialityClaimWorkflow,
    stages: ReviewStageWorkflow,
    assignments: ReviewerAssignmentWorkflow,
    requests: InformationRequestWorkflow,
    decisions: DecisionWorkflow,
    approvals: ApprovalWorkflow,
  ) {
    const flows: Flow[] = [
      submissions.flow,
      claims.flow,
      stages.flow,
      assignments.flow,
      requests.flow,
      decisions.flow,
      approvals.flow,
    ]
    this.flows = new Map(flows.map((flow) => [flow.process.name, flow]))
  }

  /**
   * Fires everything due now, earliest first. Number of timers fired.
   * @throws AggregateError after the round, with what kept single timers from firing: they are tried again in the next
   */
  async tick(): Promise<number> {
    let fired = 0
    const failed = new Map<string, unknown>()
    for (;;) {
      const due = await run(this.databases.worker, system, 'read', async (tx) =>
        tx.rows<Timer>(
          `select id, case_id, organisation_id, process, subject_id, event, kind, clock_id from timer
           where fired_at is null and cancelled_at is null and due_at <= $1 and not (id = any($2)) order by due_at, id limit ${atOnce}`,
          [await agencyNow(tx), [...failed.keys()]],
        ),
      )
      if (due.length === 0) {
        if (failed.size > 0) throw new AggregateError([...failed.values()], `${failed.size} timers could not fire`)
        return fired
      }
      for (const timer of due)
        try {
          await (timer.kind === 'event' ? this.fireEvent(timer) : this.fireNotice(timer))
          fired += 1
        } catch (fault) {
          // One case that cannot go on must not hold up the deadlines of all the others.
          failed.set(timer.id, fault)
        }
    }
  }

  private async fireEvent(timer: Timer): Promise<void> {
    const flow = this.flows.get(timer.process)
    if (flow === undefined) throw new Error(`no workflow ${timer.process}`)
    const done = await this.lifecycle.fire(flow, timer.case_id, timer.subject_id, { type: timer.event }, (tx) =>
      claim(tx, timer),
    )
    // Not applicable any more (another state, a guard): the timer is spent all the same, and the audit says so.
    if (!done)
      await run(this.databases.worker, system, 'write', async (tx) => {
        await tx.enterCase(timer.case_id)
        await claim(tx, timer)
        await this.audit(tx, timer, 'notApplicable')
      })
  }

  private async fireNotice(timer: Timer): Promise<void> {
    await run(this.databases.worker, system, 'write', async (tx) => {
      await tx.enterCase(timer.case_id)
      // The case first, as every command has it: the other order could wait in a circle.
      await tx.rows(`select 1 from submission where id = $1 for update`, [timer.case_id])
      if (!(await claim(tx, timer))) return
      const at = await agencyNow(tx)
      if (timer.kind === 'breach')
        await tx.rows(`update clock set breached_at = $2 where id = $1 and breached_at is null`, [timer.clock_id, at])
      // A moment without a clock (the renewal window) is its holder's.
      await tx.rows(
        `insert into outbox (at, topic, case_id, subject_id, applicant_sees, payload)
         values ($1, $2, $3, $4, coalesce((select applicant_sees from clock where id = $5), true), '{}')`,
        [at, `clock.${timer.kind}.${timer.event}`, timer.case_id, timer.subject_id, timer.clock_id],
      )
      await this.audit(tx, timer, timer.kind)
      if (timer.event === 'BREACHED') await this.startMissedDecision(tx, timer, at)
      if (timer.event === 'APPEAL_TIME_OVER') {
        const place = { tx, at, caseId: timer.case_id, organisationId: timer.organisation_id }
        await this.clocks.end(place, timer.subject_id, ['appealLodge'], 'clock.elapsed')
      }
    })
  }

  /** The review clock ran out: ten days later the applicant gets a letter that lists what is still open. */
  private async startMissedDecision(tx: Tx, timer: Timer, at: Date): Promise<void> {
    const rules = await tx.one<{ pack_id: string; risk_class: 'I' | 'II' | 'III' | 'IV' }>(
      `select pack_id, risk_class from submission where id = $1`,
      [timer.case_id],
    )
    if (rules === undefined) return
    await this.clocks.start(
      { tx, at, caseId: timer.case_id, organisationId: timer.organisation_id },
      {
        packId: rules.pack_id,
        riskClass: rules.risk_class,
        key: 'missedDecision',
        process: 'submission',
        subjectId: timer.case_id,
        applicantSees: true,
        reason: 'clock.started.missedDecision',
        dues: [{ event: 'LIST_WHAT_IS_OPEN', kind: 'breach' }],
      },
    )
  }

  private audit(tx: Tx, timer: Timer, outcome: string): Promise<void> {
    return recordAct(tx, {
      actor: system,
      action: timer.event,
      process: timer.process,
      subjectId: timer.subject_id,
      caseId: timer.case_id,
      outcome,
    })
  }
}

/** Marks the timer fired, unless somebody was faster or it was moved or cancelled meanwhile. */
async function claim(tx: Tx, timer: Timer): Promise<boolean> {
  const rows = await tx.count(
    `update timer set fired_at = now() where id = $1 and fired_at is null and cancelled_at is null and due_at <= $2`,
    [timer.id, await agencyNow(tx)],
  )
  return rows === 1
}
