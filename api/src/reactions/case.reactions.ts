import { Injectable } from '@nestjs/common'
import { reviewClockOf } from '@placet/shared/policy-pack/clock-limits'
import { reviewersNeeded, stagesOf } from '@placet/shared/policy-pack/questions'
import { classify } from '@placet/shared/policy-pack/risk-class'
import { rowsOf } from '@placet/shared/policy-pack/table-rows'
import { ReviewerAssignmentWorkflow } from '../assignments/index.ts'
import { Clocks } from '../clocks/index.ts'
import { ConfidentialityClaimWorkflow } from '../confidentiality-claims/index.ts'
import type { ConfidentialityClaim } from '../confidentiality-claims/index.ts'
import { DecisionWorkflow } from '../decisions/index.ts'
import { Dossiers } from '../dossiers/index.ts'
import { InformationRequestWorkflow } from '../information-requests/index.ts'
import { agencyId } from '../kernel/auth/actor.ts'
import { findById } from '../kernel/db/rows.ts'
import { notFound } from '../kernel/errors.ts'
import { ofCase } from '../kernel/lifecycle.ts'
import type { Act } from '../kernel/lifecycle.ts'
import type { Flow, Happening } from '../kernel/workflow.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { ReviewStageWorkflow } from '../reviews/index.ts'
import { SubmissionWorkflow } from '../submissions/index.ts'
import type { Submission } from '../submissions/index.ts'
import {
  breach,
  caseOf,
  event,
  freeLead,
  freeManager,
  openCaseTo,
  placeOf,
  rulesOf,
  startClock,
  takePart,
} from './steps.ts'

/** What follows for the case itself: it comes in, goes back, is accepted, ends. */
@Injectable()
export class CaseReactions {
  constructor(
    private readonly submissions: SubmissionWorkflow,
    private readonly claims: ConfidentialityClaimWorkflow,
    private readonly stages: ReviewStageWorkflow,
    private readonly assignments: ReviewerAssignmentWorkflow,
    private readonly requests: InformationRequestWorkflow,
    private readonly decisions: DecisionWorkflow,
    private readonly clocks: Clocks,
    private readonly dossiers: Dossiers,
    private readonly packs: PolicyPacks,
  ) {}

  /** What the dossier was started with is its first two answers: nobody types them again. */
  async nameModel(act: Act, subject: Submission): Promise<void> {
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

  async openToAdviser(act: Act, happening: Happening): Promise<void> {
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
  async receive(act: Act, subject: Submission): Promise<void> {
    await openCaseTo(act, agencyId)
    await this.takeIn(act, subject)
    await startClock(act, this.clocks, 'acknowledge', 'submission', subject.id, true, [breach('ESCALATE')])
    await startClock(act, this.clocks, 'screening', 'submission', subject.id, true, [event('DEEMED_COMPLETE')])
  }

  async receiveAgain(act: Act, subject: Submission): Promise<void> {
    await this.takeIn(act, subject)
    await act.tx.rows(`update screening set citations = '[]', version = version + 1 where case_id = $1`, [act.caseId])
    await this.clocks.end(placeOf(act), subject.id, ['screeningHold'], 'clock.resubmitted')
    await startClock(act, this.clocks, 'screening', 'submission', subject.id, true, [event('DEEMED_COMPLETE')])
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

  async beginScreening(act: Act, subject: Submission): Promise<void> {
    await this.clocks.end(placeOf(act), subject.id, ['acknowledge'], 'clock.acknowledged')
    await this.clocks.rearm(placeOf(act), subject.id, 'screening')
  }

  async sendBack(act: Act, subject: Submission): Promise<void> {
    await act.tx.rows(
      `update submission set citations = (select citations from screening where case_id = $1) where id = $1`,
      [act.caseId],
    )
    await this.clocks.end(placeOf(act), subject.id, ['screening', 'acknowledge'], 'clock.returned')
    await startClock(act, this.clocks, 'screeningHold', 'submission', subject.id, true, [event('TIMEOUT')])
  }

  /** The applicant has this much longer to complete the file. */
  async extendHold(act: Act, subject: Submission, happening: Happening): Promise<void> {
    const before = await act.tx.one<{ days: number }>(
      `select extended_days as days from clock where subject_id = $1 and key = 'screeningHold' and ended_at is null`,
      [subject.id],
    )
    const days = (before?.days ?? 0) + Number(happening['days'])
    await this.clocks.extend(placeOf(act), subject.id, 'screeningHold', days)
  }

  /** Whoever managed it before keeps their part: they sign no decision of it. */
  async letManage(act: Act, managerId: string | null): Promise<void> {
    if (managerId !== null) await takePart(act, managerId, 'caseManager')
  }

  /** Names the case manager, opens the stages of the class, starts the review clock. */
  async accept(act: Act, subject: Submission, happening: Happening): Promise<void> {
    const { tx } = act
    const asked = typeof happening['caseManagerId'] === 'string' ? happening['caseManagerId'] : null
    const manager = await freeManager(act, asked)
    if (manager !== undefined) await takePart(act, manager, 'caseManager')
    // Where nobody is free the case is accepted all the same: it stands among the unassigned until somebody is named.
    else if (asked !== null) throw notFound()
    await tx.rows(
      `update submission set manager_id = $2, risk_class = coalesce((select class_confirmed from screening where case_id = $1), risk_class) where id = $1`,
      [act.caseId, manager ?? null],
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

  async remindOfClaim(act: Act, claim: ConfidentialityClaim): Promise<void> {
    await this.clocks.remindAt(placeOf(act), {
      dueAt: new Date(`${claim.until ?? ''}T23:59:59Z`),
      process: 'confidentialityClaim',
      subjectId: claim.id,
      event: 'EXPIRE',
      kind: 'event',
    })
  }

  async tryConsolidation(act: Act): Promise<void> {
    const about = await caseOf(act)
    if (about.state === 'inReview')
      await act.attempt(this.submissions.flow, about, { type: 'ALL_REQUIRED_STAGES_REPORTED' })
  }

  /** The applicant left a request unanswered; not every one ends the case. */
  async tryTimeout(act: Act): Promise<void> {
    await act.attempt(this.submissions.flow, await caseOf(act), { type: 'TIMEOUT' })
  }

  async awaitSignature(act: Act): Promise<void> {
    await act.send(this.submissions.flow, await caseOf(act), { type: 'SEND_DRAFT_DECISION' })
  }

  /** The case is over: whatever is open in it ends with it. */
  async endCase(act: Act): Promise<void> {
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
}
