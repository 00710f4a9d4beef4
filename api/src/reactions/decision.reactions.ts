import { Injectable } from '@nestjs/common'
import { classOf } from '@placet/shared/policy-pack/questions'
import { ApprovalWorkflow } from '../approvals/index.ts'
import type { Approval } from '../approvals/index.ts'
import { Clocks } from '../clocks/index.ts'
import { DecisionWorkflow } from '../decisions/index.ts'
import type { Decision } from '../decisions/index.ts'
import { ofCase } from '../kernel/lifecycle.ts'
import type { Act } from '../kernel/lifecycle.ts'
import type { Happening } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Publisher } from '../register/index.ts'
import { SubmissionWorkflow } from '../submissions/index.ts'
import { breach, caseOf, placeOf, rulesOf, startClock } from './steps.ts'

/** What follows from a draft, its signatures and its issue. */
@Injectable()
export class DecisionReactions {
  constructor(
    private readonly submissions: SubmissionWorkflow,
    private readonly decisions: DecisionWorkflow,
    private readonly approvals: ApprovalWorkflow,
    private readonly clocks: Clocks,
    private readonly packs: PolicyPacks,
    private readonly publisher: Publisher,
  ) {}

  async backToDrafting(act: Act, decision: Decision, happening: Happening): Promise<void> {
    const { tx, at } = act
    await tx.rows(
      `insert into signature_void (signature_id, case_id, organisation_id, reason, by_id, at)
       select s.id, s.case_id, s.organisation_id, $2, $3, $4 from signature s where s.subject_id = $1
         and not exists (select 1 from signature_void v where v.signature_id = s.id)`,
      // What another object's event sets off is done in the system's name; the signature is voided in that of a person.
      [decision.id, happening.reason ?? '', happening['by'] ?? act.actor.id, at],
    )
    await tx.rows(`delete from case_part where case_id = $1 and part in ('signer', 'countersigner')`, [act.caseId])
    await this.clocks.end(placeOf(act), decision.id, null, 'clock.returned')
    const about = await caseOf(act)
    if (about.state === 'decisionPending')
      // The applicant reads the case's own history: the signer's reason stays with the draft.
      await act.send(this.submissions.flow, about, { type: 'RETURNED_BY_SIGNER' })
  }

  /** One signature is enough: it takes effect when the time to recall it is over. */
  async dispatchLater(act: Act, decision: Decision): Promise<void> {
    if (decision.signaturesNeeded !== 1 || decision.recallUntil === null) return
    await this.clocks.remindAt(placeOf(act), {
      dueAt: decision.recallUntil,
      process: 'decision',
      subjectId: decision.id,
      event: 'DISPATCH_ELAPSED',
      kind: 'event',
    })
  }

  /** An interest is ruled on that may have held back what was signed: its dispatch is tried again, now or at its time. */
  async tryDispatch(act: Act): Promise<void> {
    for (const decision of await ofCase(act.tx, this.decisions.flow, act.caseId))
      if (decision.state === 'signed') await this.clocks.remindAgain(placeOf(act), decision.id, 'DISPATCH_ELAPSED')
  }

  /** Issued: approval, public entry, case and clocks, all in the transaction of the last signature. */
  async issue(act: Act, decision: Decision): Promise<void> {
    const { tx, at } = act
    const { packId, riskClass } = await rulesOf(act)
    await this.clocks.end(placeOf(act), decision.id, ['countersign'], 'clock.issued')
    await this.clocks.end(placeOf(act), act.caseId, null, 'clock.issued')
    const no = await this.publisher.nextNumber(tx, at)
    const approves = decision.outcome === 'approve' || decision.outcome === 'approveWithConditions'
    const validUntil = approves
      ? this.clocks.monthsLater(at, classOf(this.packs.get(packId), riskClass).validityMonths)
      : null
    if (approves && validUntil !== null) await this.grant(act, decision, no, validUntil)
    const leaf = await tx.one<{ leaf_id: string }>(
      `select leaf_id from signature where subject_id = $1 order by at desc limit 1`,
      [decision.id],
    )
    await this.publisher.publish(tx, at, act.caseId, decision, no, validUntil, leaf?.leaf_id ?? null)
    await act.send(this.submissions.flow, await caseOf(act), { type: 'DECISION_ISSUED' })
    await tx.rows(`update submission set register_no = $2 where id = $1`, [act.caseId, no])
    // Entry, reasons, results and summary stand in the register from here on; this version has no further report or letter.
    await startClock(act, this.clocks, 'publish', 'decision', decision.id, true, [breach('ESCALATE')])
    await this.clocks.end(placeOf(act), decision.id, ['publish'], 'clock.published')
    if (decision.outcome !== 'approve')
      await startClock(act, this.clocks, 'appealLodge', 'decision', decision.id, true, [breach('APPEAL_TIME_OVER')])
  }

  private async grant(act: Act, decision: Decision, no: string, validUntil: Date): Promise<void> {
    const approval = await act.open(
      this.approvals.flow,
      {
        caseId: act.caseId,
        organisationId: act.organisationId,
        decisionId: decision.id,
        registerNo: no,
        grantedAt: act.at,
        validUntil,
      },
      { type: decision.outcome === 'approveWithConditions' ? 'GRANTED_WITH_CONDITIONS' : 'GRANTED' },
    )
    for (const [index, { text, dueAt, evidence }] of decision.conditions.entries())
      await act.tx.rows(
        `insert into approval_condition (approval_id, case_id, organisation_id, position, text, due_at, evidence) values ($1, $2, $3, $4, $5, $6, $7)`,
        [approval.id, act.caseId, act.organisationId, index + 1, text, dueAt, evidence],
      )
    const place = placeOf(act)
    const subject = { process: 'approval', subjectId: approval.id }
    await this.clocks.remindAt(place, { ...subject, dueAt: validUntil, event: 'VALIDITY_ENDS', kind: 'event' })
    const window = new Date(validUntil.getTime() - 180 * 86_400_000)
    await this.clocks.remindAt(place, { ...subject, dueAt: window, event: 'RENEWAL_WINDOW', kind: 'reminder' })
  }

  async show(act: Act, approval: Approval, status: string): Promise<void> {
    await this.publisher.setStatus(act.tx, approval.registerNo, status)
    if (this.approvals.flow.process.isFinal(approval.state))
      await this.clocks.end(placeOf(act), approval.id, null, 'clock.approvalEnded')
  }
}
