import { Injectable } from '@nestjs/common'
import { stagesOf, reviewersNeeded, classOf } from '@placet/shared/policy-pack/questions'
import { reviewClockOf } from '@placet/shared/policy-pack/clock-limits'
import { classify } from '@placet/shared/policy-pack/risk-class'
import { rowsOf } from '@placet/shared/policy-pack/table-rows'
import type { RequestQuestionInput } from '@placet/shared/information-request/information-request.schema'
import { ApprovalWorkflow } from './approvals/index.ts'
import type { Approval } from './approvals/index.ts'
import type { ReviewerAssignment } from './assignments/index.ts'
import { ReviewerAssignmentWorkflow } from './assignments/index.ts'
import {
  breach,
  closeWhileChecked,
  event,
  freeLead,
  freeManager,
  openAfterCheck,
  openCaseTo,
  placeOf,
  reminder,
  rulesOf,
  shutCaseTo,
  takePart,
} from './case-reactions.ts'
import { Clocks } from './clocks/index.ts'
import { ConfidentialityClaimWorkflow } from './confidentiality-claims/index.ts'
import type { Decision } from './decisions/index.ts'
import { DecisionWorkflow } from './decisions/index.ts'
import { DossierEditor, Dossiers } from './dossiers/index.ts'
import type { InformationRequest } from './information-requests/index.ts'
import {
  InformationRequestWorkflow,
  fieldsOpenElsewhere,
  questionsOf,
  writeQuestions,
} from './information-requests/index.ts'
import { agencyId } from './kernel/auth/actor.ts'
import { findById } from './kernel/db/rows.ts'
import { notFound } from './kernel/errors.ts'
import { ofCase, when } from './kernel/lifecycle.ts'
import type { Act, Rule } from './kernel/lifecycle.ts'
import type { Flow, Happening } from './kernel/workflow.ts'
import { PolicyPacks } from './policy-packs/index.ts'
import { Recusals } from './recusals.ts'
import { Publisher } from './register/index.ts'
import type { ReviewStage } from './reviews/index.ts'
import { ReviewStageWorkflow } from './reviews/index.ts'
import { Submission, SubmissionWorkflow } from './submissions/index.ts'

const reviewClocks = ['reviewI', 'reviewII', 'reviewIII', 'reviewIV', 'firstSubstantiveContact', 'stageReport']

/** The one page that says "when X happens to A, then do Y to B". Everything here runs in the transaction of X, in this order. */
@Injectable()
export class Choreography {
  constructor(
    private readonly submissions: SubmissionWorkflow,
    private readonly claims: ConfidentialityClaimWorkflow,
    private readonly stages: ReviewStageWorkflow,
    private readonly assignments: ReviewerAssignmentWorkflow,
    private readonly requests: InformationRequestWorkflow,
    private readonly decisions: DecisionWorkflow,
    private readonly approvals: ApprovalWorkflow,
    private readonly clocks: Clocks,
    private readonly dossiers: Dossiers,
    private readonly editor: DossierEditor,
    private readonly packs: PolicyPacks,
    private readonly publisher: Publisher,
    private readonly recusals: Recusals,
  ) {}

  rules(): Rule[] {
    const { submissions: s, claims: c, stages: r, assignments: a, requests: i, decisions: d, approvals: p } = this
    return [
      when(s.flow, 'CREATE', (act, subject) => this.nameModel(act, subject)),
      when(s.flow, 'REQUEST_ADVICE', (act, _, happening) => this.openToAdviser(act, happening)),
      when(s.flow, 'GIVE_ADVICE', (act) => shutCaseTo(act, act.actor.id)),
      when(s.flow, 'SUBMIT', (act, subject) => this.receive(act, subject)),
      when(s.flow, 'RESUBMIT', (act, subject) => this.receiveAgain(act, subject)),
      when(s.flow, 'ACKNOWLEDGE', async (act, { id }) => {
        await takePart(act, act.actor.id, 'screener')
        await this.clocks.end(placeOf(act), id, ['acknowledge'], 'clock.acknowledged')
        await this.clocks.rearm(placeOf(act), id, 'screening')
      }),
      when(s.flow, 'RETURN_WITH_LIST', (act, subject) => this.sendBack(act, subject)),
      when(s.flow, 'PROPOSE_OUT_OF_SCOPE', (act) => takePart(act, act.actor.id, 'screener')),
      when(s.flow, 'CONFIRM_OUT_OF_SCOPE', async (act) => {
        await takePart(act, act.actor.id, 'screener')
        await this.clocks.endAll(placeOf(act), 'clock.caseEnded')
      }),
      when(s.flow, 'REJECT_OUT_OF_SCOPE', async (act, { id }) => {
        await takePart(act, act.actor.id, 'screener')
        await this.clocks.rearm(placeOf(act), id, 'screening')
      }),
      when(s.flow, 'ACCEPT', (act, subject, happening) => this.accept(act, subject, happening)),
      when(s.flow, 'DEEMED_COMPLETE', (act, subject, happening) => this.accept(act, subject, happening)),
      when(s.flow, 'WITHDRAW', (act) => this.endCase(act)),
      when(s.flow, 'TIMEOUT', (act) => this.endCase(act)),

      when(c.flow, 'GRANT', async (act, claim) => {
        await takePart(act, act.actor.id, 'caseManager')
        const dueAt = new Date(`${claim.until ?? ''}T23:59:59Z`)
        await this.clocks.remindAt(placeOf(act), {
          dueAt,
          process: 'confidentialityClaim',
          subjectId: claim.id,
          event: 'EXPIRE',
          kind: 'event',
        })
        await this.tryConsolidation(act)
      }),
      when(c.flow, 'REFUSE', async (act) => {
        await takePart(act, act.actor.id, 'caseManager')
        await this.tryConsolidation(act)
      }),
      when(c.flow, 'EXPIRE', (act) => this.publisher.reveal(act.tx, act.caseId)),

      when(a.flow, 'PROPOSE', (act, assignment) =>
        this.startClock(act, 'coiDeclaration', 'reviewerAssignment', assignment.id, false, [event('TIMEOUT')]),
      ),
      when(a.flow, 'DECLARE_NO_INTEREST', (act, assignment) => this.letReview(act, assignment)),
      when(a.flow, 'CLEAR_WITH_REASON', (act, assignment) => this.letReview(act, assignment)),
      when(a.flow, 'DECLARE_INTEREST', (act, assignment) => this.suspendReviewer(act, assignment)),
      when(a.flow, 'NEW_INTEREST', (act, assignment) => this.suspendReviewer(act, assignment)),
      when(a.flow, 'CHALLENGE', (act, assignment) => this.suspendReviewer(act, assignment)),
      when(a.flow, 'DECLINE', (act, { id }) => this.clocks.end(placeOf(act), id, null, 'clock.declined')),
      when(a.flow, 'TIMEOUT', (act, { id }) => this.clocks.end(placeOf(act), id, null, 'clock.lapsed')),
      when(a.flow, 'RECUSE', (act, assignment, happening) => this.recuse(act, assignment, happening)),
      when(a.flow, 'REASSIGN', (act, assignment) => this.closeUnlessStillReviewing(act, assignment)),

      when(r.flow, 'REPORT_SIGNED', (act, stage) => this.keepReport(act, stage)),
      when(r.flow, 'ALL_REPORTS_SIGNED', (act, stage) => this.reveal(act, stage)),
      when(r.flow, 'RETURN_FOR_WORK', async (act, stage, happening) => {
        if (happening['recusal'] !== true) await takePart(act, act.actor.id, 'stageLead')
        await this.workAgain(act, stage, happening['recusal'] !== true)
      }),
      when(r.flow, 'LEAD_SIGNS', async (act, stage) => {
        await takePart(act, act.actor.id, 'stageLead')
        await this.clocks.end(placeOf(act), stage.id, ['stageReport'], 'clock.reported')
        await this.tryConsolidation(act)
      }),
      when(r.flow, 'REOPEN', (act, stage, happening) => this.reopen(act, stage, happening)),

      // Whoever works on a case signs no decision of it, the named case manager or another.
      ...['COLLECT_QUESTIONS', 'APPROVE_AND_SEND', 'RULE', 'JUDGE_COMPLETE', 'JUDGE_INCOMPLETE', 'CANCEL'].map(
        (happens) => when(i.flow, happens, (act) => takePart(act, act.actor.id, 'caseManager')),
      ),
      when(i.flow, 'COLLECT_QUESTIONS', (act, request, happening) =>
        writeQuestions(act.tx, request, (happening['questions'] ?? []) as RequestQuestionInput[]),
      ),
      when(i.flow, 'APPROVE_AND_SEND', (act, request) => this.send(act, request)),
      when(i.flow, 'RULE', async (act, request, happening) => {
        if (happening['grant'] === true)
          await this.clocks.extend(placeOf(act), request.id, 'irResponse', request.extendedDays)
      }),
      when(i.flow, 'ANSWER', (act, request) => this.takeAnswer(act, request)),
      when(i.flow, 'COMPLETE', (act, request) => this.takeAnswer(act, request)),
      when(i.flow, 'JUDGE_INCOMPLETE', async (act, request, happening) => {
        await this.writeJudgements(act, happening)
        await this.clocks.end(placeOf(act), request.id, ['irCompleteness'], 'clock.judgedIncomplete')
        await this.clocks.resume(placeOf(act), ['irResponse'], 'clock.judgedIncomplete', act.at, request.id)
      }),
      when(i.flow, 'JUDGE_COMPLETE', async (act, request, happening) => {
        await this.writeJudgements(act, happening)
        await this.takeUpAgain(act, request, request.answeredAt ?? act.at)
      }),
      when(i.flow, 'DEEMED', (act, request) => this.takeUpAgain(act, request, request.answeredAt ?? act.at)),
      when(i.flow, 'CANCEL', async (act, request) => {
        await this.restoreSigned(act, request, 'dossier.requestCancelled')
        await this.takeUpAgain(act, request, act.at)
      }),
      when(i.flow, 'CASE_ENDED', (act, request) => this.restoreSigned(act, request, 'dossier.caseEnded')),
      when(i.flow, 'TIMEOUT', async (act, request) => {
        await this.restoreSigned(act, request, 'dossier.requestLapsed')
        await this.clocks.end(placeOf(act), request.id, null, 'clock.lapsed')
        const withdrawn = await act.attempt(s.flow, await this.caseOf(act), { type: 'TIMEOUT' })
        if (!withdrawn) await this.tryConsolidation(act)
      }),

      when(d.flow, 'START', (act, decision) => takePart(act, decision.drafterId, 'drafter')),
      when(d.flow, 'GIVE_NOTICE', async (act, { id }) => {
        await takePart(act, act.actor.id, 'drafter')
        await this.startClock(act, 'noticeOfIntent', 'decision', id, true, [event('NOTICE_ELAPSED')])
      }),
      when(d.flow, 'COMMENTS_RECEIVED', (act, { id }) =>
        this.clocks.end(placeOf(act), id, ['noticeOfIntent'], 'clock.commented'),
      ),
      when(d.flow, 'NOTICE_ELAPSED', (act, { id }) =>
        this.clocks.end(placeOf(act), id, ['noticeOfIntent'], 'clock.elapsed'),
      ),
      when(d.flow, 'SUBMIT_FOR_SIGNATURE', async (act, decision) => {
        await takePart(act, act.actor.id, 'drafter')
        await act.send(s.flow, await this.caseOf(act), { type: 'SEND_DRAFT_DECISION' })
        await this.startClock(act, 'countersign', 'decision', decision.id, false, [breach('ESCALATE')])
      }),
      when(d.flow, 'RETURN_TO_DRAFTER', (act, decision, happening) => this.backToDrafting(act, decision, happening)),
      when(d.flow, 'RECALL', (act, decision, happening) => this.backToDrafting(act, decision, happening)),
      when(d.flow, 'RECUSE', (act, decision, happening) => this.backToDrafting(act, decision, happening)),
      when(d.flow, 'SIGN', async (act, decision) => {
        await takePart(act, act.actor.id, 'signer')
        if (decision.signaturesNeeded === 1 && decision.recallUntil !== null)
          await this.clocks.remindAt(placeOf(act), {
            dueAt: decision.recallUntil,
            process: 'decision',
            subjectId: decision.id,
            event: 'DISPATCH_ELAPSED',
            kind: 'event',
          })
      }),
      when(d.flow, 'COUNTERSIGN', async (act, decision) => {
        await takePart(act, act.actor.id, 'countersigner')
        await this.issue(act, decision)
      }),
      when(d.flow, 'DISPATCH_ELAPSED', (act, decision) => this.issue(act, decision)),
      when(d.flow, 'ABANDON', (act, { id }) => this.clocks.end(placeOf(act), id, null, 'clock.abandoned')),

      ...(
        [
          ['SUSPEND', 'suspended'],
          ['LIFT', 'approved'],
          ['LIFT_WITH_CONDITIONS', 'approvedWithConditions'],
          ['VALIDITY_ENDS', 'expired'],
          ['SURRENDER', 'surrendered'],
          ['REVOKE', 'revoked'],
          ['REPLACED', 'superseded'],
          ['CONDITION_IMPOSED', 'approvedWithConditions'],
          ['ALL_CONDITIONS_MET', 'approved'],
        ] as const
      ).map(([happens, status]) =>
        when(p.flow, happens, async (act, approval: Approval) => {
          await this.publisher.setStatus(act.tx, approval.registerNo, status)
          if (p.flow.process.isFinal(approval.state))
            await this.clocks.end(placeOf(act), approval.id, null, 'clock.approvalEnded')
        }),
      ),
    ]
  }

  private async caseOf(act: Act): Promise<Submission> {
    const found = await findById(act.tx, Submission, act.caseId)
    if (found === undefined) throw new Error('the case is not there')
    return found
  }

  private async startClock(
    act: Act,
    key: string,
    process: string,
    subjectId: string,
    applicantSees: boolean,
    dues: Parameters<Clocks['start']>[1]['dues'],
  ): Promise<void> {
    await this.clocks.start(placeOf(act), {
      ...(await rulesOf(act)),
      key,
      process,
      subjectId,
      applicantSees,
      dues,
      reason: `clock.started.${key}`,
    })
  }

  /** What the dossier was started with is its first two answers: nobody types them again. */
  private async nameModel(act: Act, subject: Submission): Promise<void> {
    for (const [field, value] of [
      ['modelName', subject.modelName],
      ['modelVersion', subject.modelVersion],
    ] as const)
      await act.tx.rows(
        `with named as (
           insert into answer (case_id, organisation_id, field, value, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6) returning *)
         insert into answer_history (case_id, organisation_id, field, version, value, source, changed_by, changed_at)
           select case_id, organisation_id, field, version, value, source, changed_by, changed_at from named`,
        [act.caseId, act.organisationId, field, JSON.stringify(value), act.actor.id, act.at],
      )
  }

  private async openToAdviser(act: Act, happening: Happening): Promise<void> {
    const adviser = String(happening['adviserId'])
    const known = await act.tx.one(
      `select 1 from person where id = $1 and roles && array['screeningOfficer', 'caseManager', 'stageLead', 'reviewer']`,
      [adviser],
    )
    if (known === undefined) throw notFound()
    await takePart(act, adviser, 'adviser')
    await openCaseTo(act, adviser)
  }

  /** Freeze is the signature's; here the agency's side begins: class, access, claims, clocks. */
  private async receive(act: Act, subject: Submission): Promise<void> {
    await takePart(act, act.actor.id, 'submitter')
    await openCaseTo(act, agencyId)
    await this.takeIn(act, subject)
    await this.startClock(act, 'acknowledge', 'submission', subject.id, true, [breach('ESCALATE')])
    await this.startClock(act, 'screening', 'submission', subject.id, true, [event('DEEMED_COMPLETE')])
  }

  private async receiveAgain(act: Act, subject: Submission): Promise<void> {
    await takePart(act, act.actor.id, 'submitter')
    await this.takeIn(act, subject)
    await act.tx.rows(`update screening set citations = '[]', version = version + 1 where case_id = $1`, [act.caseId])
    await this.clocks.end(placeOf(act), subject.id, ['screeningHold'], 'clock.resubmitted')
    await this.startClock(act, 'screening', 'submission', subject.id, true, [event('DEEMED_COMPLETE')])
  }

  private async takeIn(act: Act, subject: Submission): Promise<void> {
    const dossier = (await this.dossiers.read(act.tx, [act.caseId])).get(act.caseId)
    const answers = dossier?.answers ?? {}
    await act.tx.rows(`update submission set risk_class = $2 where id = $1`, [
      subject.id,
      classify(this.packs.get(subject.packId), answers).riskClass,
    ])
    const claimed = new Set((await ofCase(act.tx, this.claims.flow, act.caseId)).map(({ field }) => field))
    for (const { cells } of rowsOf(answers['confidentialityClaims'])) {
      const field = String(cells['fieldId'] ?? '')
      if (field === '' || claimed.has(field)) continue
      claimed.add(field)
      await act.open(
        this.claims.flow,
        {
          caseId: act.caseId,
          organisationId: act.organisationId,
          field,
          reason: String(cells['reason'] ?? ''),
          explanation: String(cells['explanation'] ?? ''),
          until: typeof cells['until'] === 'string' ? cells['until'] : null,
        },
        { type: 'CLAIM' },
      )
    }
  }

  private async sendBack(act: Act, subject: Submission): Promise<void> {
    await takePart(act, act.actor.id, 'screener')
    await act.tx.rows(
      `update submission set citations = (select citations from screening where case_id = $1) where id = $1`,
      [act.caseId],
    )
    await this.clocks.end(placeOf(act), subject.id, ['screening', 'acknowledge'], 'clock.returned')
    await this.startClock(act, 'screeningHold', 'submission', subject.id, true, [event('TIMEOUT')])
  }

  /** Names the case manager, opens the stages of the class, starts the review clock. */
  private async accept(act: Act, subject: Submission, happening: Happening): Promise<void> {
    const { tx } = act
    if (happening.type === 'ACCEPT') await takePart(act, act.actor.id, 'screener')
    const asked = happening['caseManagerId']
    const manager = await freeManager(act, typeof asked === 'string' ? asked : null)
    if (manager === undefined) throw notFound()
    await takePart(act, manager, 'caseManager')
    await tx.rows(
      `update submission set manager_id = $2, risk_class = coalesce((select class_confirmed from screening where case_id = $1), risk_class) where id = $1`,
      [act.caseId, manager],
    )
    await this.clocks.end(placeOf(act), subject.id, ['screening', 'acknowledge'], 'clock.accepted')
    const { packId, riskClass } = await rulesOf(act)
    const pack = this.packs.get(packId)
    const answers = (await this.dossiers.read(tx, [act.caseId])).get(act.caseId)?.answers ?? {}
    const reviewClock = { packId, riskClass, process: 'submission', subjectId: subject.id, applicantSees: true }
    await this.clocks.start(placeOf(act), {
      ...reviewClock,
      key: reviewClockOf(riskClass),
      reason: 'clock.started.review',
      dues: [breach('BREACHED')],
    })
    await this.clocks.start(placeOf(act), {
      ...reviewClock,
      key: 'firstSubstantiveContact',
      reason: 'clock.started.firstSubstantiveContact',
      dues: [breach('ESCALATE')],
    })
    for (const stage of stagesOf(pack, riskClass, answers)) {
      const lead = await freeLead(act, stage, null)
      if (lead !== undefined) await takePart(act, lead, 'stageLead')
      const opened = await act.open(
        this.stages.flow,
        {
          caseId: act.caseId,
          organisationId: act.organisationId,
          stage,
          leadId: lead ?? null,
          reviewersNeeded: reviewersNeeded(pack, riskClass, stage),
        },
        { type: 'OPEN' },
      )
      await this.clocks.start(placeOf(act), {
        packId,
        riskClass,
        key: 'stageReport',
        process: 'reviewStage',
        subjectId: opened.id,
        applicantSees: false,
        reason: 'clock.started.stageReport',
        dues: [breach('REMIND')],
      })
    }
  }

  private async tryConsolidation(act: Act): Promise<void> {
    const about = await this.caseOf(act)
    if (about.state === 'inReview')
      await act.attempt(this.submissions.flow, about, { type: 'ALL_REQUIRED_STAGES_REPORTED' })
  }

  /** The case is over: whatever is open in it ends with it. */
  private async endCase(act: Act): Promise<void> {
    const ended = { type: 'CASE_ENDED' }
    const flows: Flow[] = [this.assignments.flow, this.requests.flow, this.stages.flow]
    for (const flow of flows)
      for (const subject of await ofCase(act.tx, flow, act.caseId)) await act.attempt(flow, subject, ended)
    for (const found of await ofCase(act.tx, this.decisions.flow, act.caseId)) {
      if (['issued', 'abandoned'].includes(found.state)) continue
      // A signed draft is taken back first, or its dispatch would issue a decision on a withdrawn case.
      const reason = 'withdrawn'
      if (found.state === 'signed')
        await act.send(this.decisions.flow, found, {
          type: found.signaturesNeeded === 2 ? 'RETURN_TO_DRAFTER' : 'RECALL',
          reason,
          by: act.actor.id,
        })
      const draft = await findById(act.tx, this.decisions.flow.entity, found.id)
      if (draft !== undefined) await act.send(this.decisions.flow, draft, { type: 'ABANDON', reason })
    }
    await act.tx.rows(`delete from case_access where case_id = $1 and actor_id <> $2`, [act.caseId, agencyId])
    await this.clocks.endAll(placeOf(act), 'clock.caseEnded')
  }

  /** Interests are settled: the dossier opens, the report begins. */
  private async letReview(act: Act, assignment: ReviewerAssignment): Promise<void> {
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.declared')
    await takePart(act, assignment.reviewerId, 'reviewer')
    await this.openUnlessChecked(act, assignment.reviewerId)
    await act.tx.rows(
      `insert into stage_report (case_id, organisation_id, stage_id, assignment_id, reviewer_id) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [act.caseId, act.organisationId, assignment.stageId, assignment.id, assignment.reviewerId],
    )
    const signed = await act.tx.one(`select 1 from stage_report where assignment_id = $1 and signed_at is not null`, [
      assignment.id,
    ])
    if (signed !== undefined) await act.send(this.assignments.flow, assignment, { type: 'REPORT_SIGNED' })
    const stage = await findById(act.tx, this.stages.flow.entity, assignment.stageId)
    if (stage?.state === 'notStarted') await act.send(this.stages.flow, stage, { type: 'FIRST_REVIEWER_ACCEPTS' })
    if (stage?.state === 'reopened' && signed === undefined) await act.send(this.stages.flow, stage, { type: 'RESUME' })
  }

  /** An interest that is not ruled on yet keeps the whole case shut, whatever was said of another stage. */
  private async openUnlessChecked(act: Act, reviewerId: string): Promise<void> {
    const checked = await act.tx.one(
      `select 1 from reviewer_assignment where case_id = $1 and reviewer_id = $2 and state = 'integrityCheck'`,
      [act.caseId, reviewerId],
    )
    if (checked === undefined) await openAfterCheck(act, reviewerId)
  }

  private async suspendReviewer(act: Act, assignment: ReviewerAssignment): Promise<void> {
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.declared')
    await closeWhileChecked(act, assignment.reviewerId)
  }

  private async closeUnlessStillReviewing(act: Act, assignment: ReviewerAssignment): Promise<void> {
    const still = await act.tx.one(
      `select 1 from reviewer_assignment where case_id = $1 and reviewer_id = $2 and state in ('active', 'completed') and id <> $3`,
      [act.caseId, assignment.reviewerId, assignment.id],
    )
    if (still === undefined) await shutCaseTo(act, assignment.reviewerId)
  }

  /** Access ends at once; a report that was signed no longer counts, so its stage is taken up again. */
  private async recuse(act: Act, assignment: ReviewerAssignment, happening: Happening): Promise<void> {
    await this.recusals.leave(act, assignment.reviewerId, happening.reason ?? '')
    await this.clocks.end(placeOf(act), assignment.id, null, 'clock.recused')
    const others = await act.tx.rows<{ id: string }>(
      `select id from reviewer_assignment where case_id = $1 and reviewer_id = $2 and id <> $3 and state in ('active', 'completed', 'integrityCheck')`,
      [act.caseId, assignment.reviewerId, assignment.id],
    )
    for (const { id } of others) {
      const other = await findById(act.tx, this.assignments.flow.entity, id)
      // The recusal of the one before may have taken this one along.
      if (other !== undefined && other.state !== 'recused')
        await act.send(this.assignments.flow, other, { type: 'RECUSE', reason: happening.reason ?? null })
    }
    const signed = await act.tx.one(`select 1 from stage_report where assignment_id = $1 and signed_at is not null`, [
      assignment.id,
    ])
    const stage = await findById(act.tx, this.stages.flow.entity, assignment.stageId)
    const isOver = this.submissions.flow.process.isFinal((await this.caseOf(act)).state)
    // After the decision there is no review to take up again: the recusal stays on record.
    if (signed === undefined || stage === undefined || isOver) return
    if (stage.state === 'leadCheck')
      await act.send(this.stages.flow, stage, {
        type: 'RETURN_FOR_WORK',
        recusal: true,
        reason: happening.reason ?? null,
      })
    if (stage.state === 'reported')
      await act.attempt(this.stages.flow, stage, {
        type: 'REOPEN',
        ground: 'recusal',
        reason: happening.reason ?? null,
      })
  }

  private async keepReport(act: Act, stage: ReviewStage): Promise<void> {
    const [report] = await act.tx.rows<{ id: string; assignment_id: string }>(
      `update stage_report set signed_at = $3, version = version + 1 where stage_id = $1 and reviewer_id = $2 and signed_at is null
         and assignment_id in (select id from reviewer_assignment where stage_id = $1 and reviewer_id = $2 and state = 'active') returning id, assignment_id`,
      [stage.id, act.actor.id, act.at],
    )
    if (report === undefined) throw new Error('no report to sign')
    await act.tx.rows(`update review_answer set signed = true where report_id = $1`, [report.id])
    const assignment = await findById(act.tx, this.assignments.flow.entity, report.assignment_id)
    if (assignment !== undefined) await act.send(this.assignments.flow, assignment, { type: 'REPORT_SIGNED' })
    await act.attempt(this.stages.flow, stage, { type: 'ALL_REPORTS_SIGNED' })
  }

  private async reveal(act: Act, stage: ReviewStage): Promise<void> {
    await act.tx.rows(`update stage_report set revealed = true where stage_id = $1 and signed_at is not null`, [
      stage.id,
    ])
    await act.tx.rows(
      `update review_answer set revealed = true where report_id in (select id from stage_report where stage_id = $1 and signed_at is not null)`,
      [stage.id],
    )
  }

  /** Signed reports are open for work again; their signatures stay on record over what was signed then. */
  private async workAgain(act: Act, stage: ReviewStage, unsign: boolean): Promise<void> {
    if (!unsign) return
    const reports = await act.tx.rows<{ id: string; assignment_id: string }>(
      `update stage_report set signed_at = null, version = version + 1 where stage_id = $1 and signed_at is not null returning id, assignment_id`,
      [stage.id],
    )
    await act.tx.rows(`update review_answer set signed = false where report_id = any($1)`, [
      reports.map(({ id }) => id),
    ])
    for (const { assignment_id } of reports) {
      const assignment = await findById(act.tx, this.assignments.flow.entity, assignment_id)
      if (assignment?.state === 'completed') {
        await act.send(this.assignments.flow, assignment, { type: 'STAGE_RETURNED' })
        await this.openUnlessChecked(act, assignment.reviewerId)
      }
    }
  }

  private async reopen(act: Act, stage: ReviewStage, happening: Happening): Promise<void> {
    if (happening['ground'] !== 'recusal') await takePart(act, act.actor.id, 'caseManager')
    const about = await this.caseOf(act)
    // The applicant reads the case's own history: why a stage is opened again stays with the stage.
    if (about.state === 'consolidation') await act.send(this.submissions.flow, about, { type: 'REOPEN_STAGE' })
    await this.workAgain(act, stage, happening['ground'] !== 'recusal')
    await this.startClock(act, 'stageReport', 'reviewStage', stage.id, false, [breach('REMIND')])
    const working = await act.tx.one(`select 1 from reviewer_assignment where stage_id = $1 and state = 'active'`, [
      stage.id,
    ])
    if (working !== undefined) await act.send(this.stages.flow, stage, { type: 'RESUME' })
  }

  /** The letter goes out: the review clock stands still, the applicant's runs. */
  private async send(act: Act, request: InformationRequest): Promise<void> {
    await act.tx.rows(`update request_question set issued = true where request_id = $1`, [request.id])
    await this.clocks.end(placeOf(act), act.caseId, ['firstSubstantiveContact'], 'clock.contactMade')
    await this.startClock(act, 'irResponse', 'informationRequest', request.id, true, [
      reminder('REMIND', 30),
      reminder('REMIND', 14),
      reminder('FINAL_NOTICE', 3),
      event('TIMEOUT'),
    ])
    if (!request.stopsClock) return
    await act.send(this.submissions.flow, await this.caseOf(act), { type: 'ISSUE_INFORMATION_REQUEST' })
    await this.clocks.pause(placeOf(act), reviewClocks, 'clock.waitingForApplicant')
    const asked = await act.tx.rows<{ stage: string }>(
      `select distinct stage from request_question where request_id = $1`,
      [request.id],
    )
    for (const stage of await ofCase(act.tx, this.stages.flow, act.caseId))
      if (stage.state === 'inProgress' && asked.some((question) => question.stage === stage.stage))
        await act.send(this.stages.flow, stage, { type: 'QUESTION_SENT' })
  }

  private async takeAnswer(act: Act, request: InformationRequest): Promise<void> {
    await this.clocks.pause(placeOf(act), ['irResponse'], 'clock.answered', request.id)
    await this.startClock(act, 'irCompleteness', 'informationRequest', request.id, true, [event('DEEMED')])
  }

  private async writeJudgements(act: Act, happening: Happening): Promise<void> {
    const judgements = (happening['judgements'] ?? []) as { question: string; complete: boolean; judgement: string }[]
    for (const { question, complete, judgement } of judgements)
      await act.tx.rows(`update request_question set complete = $2, judgement = $3 where id = $1`, [
        question,
        complete,
        judgement,
      ])
  }

  /** What was typed under a request that ends without a signature is nobody's word: its fields say again what was signed. */
  private async restoreSigned(act: Act, request: InformationRequest, reason: string): Promise<void> {
    const elsewhere = await fieldsOpenElsewhere(act.tx, act.caseId, request.id)
    const asked = (await questionsOf(act.tx, [request.id])).map(({ field }) => field)
    await this.editor.restore(
      act.tx,
      { caseId: act.caseId, at: act.at, actorId: act.actor.id, requestId: request.id, reason },
      [...new Set(asked)].filter((field) => !elsewhere.includes(field)),
    )
  }

  /** The request is settled: the review clock goes on, as of the day of the answer. */
  private async takeUpAgain(act: Act, request: InformationRequest, from: Date): Promise<void> {
    await this.clocks.end(placeOf(act), request.id, ['irResponse', 'irCompleteness'], 'clock.settled')
    if (request.stopsClock) {
      const about = await this.caseOf(act)
      if (about.state === 'onHold') await act.send(this.submissions.flow, about, { type: 'ANSWER_ACCEPTED_COMPLETE' })
      await this.clocks.resume(placeOf(act), reviewClocks, 'clock.answered', from)
      for (const stage of await ofCase(act.tx, this.stages.flow, act.caseId))
        if (stage.state === 'awaitingApplicant') await act.send(this.stages.flow, stage, { type: 'ANSWER_RECEIVED' })
    }
    // An open question of either kind holds the case in review; perhaps it was the last.
    await this.tryConsolidation(act)
  }

  private async backToDrafting(act: Act, decision: Decision, happening: Happening): Promise<void> {
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
    const about = await this.caseOf(act)
    if (about.state === 'decisionPending')
      // The applicant reads the case's own history: the signer's reason stays with the draft.
      await act.send(this.submissions.flow, about, { type: 'RETURNED_BY_SIGNER' })
  }

  /** Issued: approval, public entry, case and clocks, all in the transaction of the last signature. */
  private async issue(act: Act, decision: Decision): Promise<void> {
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
    await act.send(this.submissions.flow, await this.caseOf(act), { type: 'DECISION_ISSUED' })
    await tx.rows(`update submission set register_no = $2 where id = $1`, [act.caseId, no])
    // Entry, reasons, results and summary stand in the register from here on; this version has no further report or letter.
    await this.startClock(act, 'publish', 'decision', decision.id, true, [breach('ESCALATE')])
    await this.clocks.end(placeOf(act), decision.id, ['publish'], 'clock.published')
    if (decision.outcome !== 'approve')
      await this.startClock(act, 'appealLodge', 'decision', decision.id, true, [breach('APPEAL_TIME_OVER')])
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
}
