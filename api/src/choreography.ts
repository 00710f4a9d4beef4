import { Injectable } from '@nestjs/common'
import type { RequestQuestionInput } from '@placet/shared/information-request/information-request.schema'
import { ApprovalWorkflow } from './approvals/index.ts'
import { ReviewerAssignmentWorkflow } from './assignments/index.ts'
import { Clocks } from './clocks/index.ts'
import { ConfidentialityClaimWorkflow } from './confidentiality-claims/index.ts'
import { DecisionWorkflow } from './decisions/index.ts'
import { InformationRequestWorkflow, writeQuestions } from './information-requests/index.ts'
import { when } from './kernel/lifecycle.ts'
import type { Rule } from './kernel/lifecycle.ts'
import type { Flow } from './kernel/workflow.ts'
import { CaseReactions, DecisionReactions, RequestReactions, ReviewReactions } from './reactions/index.ts'
import {
  breach,
  event,
  handInForAdvice,
  handInSigned,
  placeOf,
  shutCaseTo,
  startClock,
  takePart,
} from './reactions/index.ts'
import { Publisher } from './register/index.ts'
import { ReviewStageWorkflow } from './reviews/index.ts'
import { SubmissionWorkflow } from './submissions/index.ts'

/** Who sends one of these events takes this part in the case; the database keeps conflicting parts apart. */
const takesPart = (part: string, flow: Flow, events: string[]): Rule[] =>
  events.map((happens) => when(flow, happens, (act) => takePart(act, act.actor.id, part)))

/** The one page that says "when X happens to A, then do Y to B". Everything here runs in the transaction of X, in this order. */
@Injectable()
export class Choreography {
  constructor(
    private readonly submission: SubmissionWorkflow,
    private readonly claim: ConfidentialityClaimWorkflow,
    private readonly assignment: ReviewerAssignmentWorkflow,
    private readonly stage: ReviewStageWorkflow,
    private readonly request: InformationRequestWorkflow,
    private readonly decision: DecisionWorkflow,
    private readonly approval: ApprovalWorkflow,
    private readonly cases: CaseReactions,
    private readonly reviews: ReviewReactions,
    private readonly requests: RequestReactions,
    private readonly decisions: DecisionReactions,
    private readonly clocks: Clocks,
    private readonly publisher: Publisher,
  ) {}

  rules(): Rule[] {
    const { submission: s, claim: c, assignment: a, stage: r, request: i, decision: d, approval: p } = this
    const { cases, reviews, requests, decisions, clocks } = this
    return [
      ...takesPart('submitter', s.flow, ['SUBMIT', 'RESUBMIT']),
      ...takesPart('screener', s.flow, ['ACKNOWLEDGE', 'RETURN_WITH_LIST', 'EXTEND_HOLD', 'ACCEPT']),
      ...takesPart('screener', s.flow, ['PROPOSE_OUT_OF_SCOPE', 'CONFIRM_OUT_OF_SCOPE', 'REJECT_OUT_OF_SCOPE']),
      ...takesPart('caseManager', c.flow, ['GRANT', 'REFUSE']),
      ...takesPart('stageLead', r.flow, ['LEAD_SIGNS']),
      // Whoever works on a case signs no decision of it, the named case manager or another.
      ...takesPart('caseManager', i.flow, ['COLLECT_QUESTIONS', 'APPROVE_AND_SEND', 'DISCARD', 'RULE', 'CANCEL']),
      ...takesPart('caseManager', i.flow, ['JUDGE_COMPLETE', 'JUDGE_INCOMPLETE']),
      ...takesPart('drafter', d.flow, ['GIVE_NOTICE', 'SUBMIT_FOR_SIGNATURE']),
      ...takesPart('signer', d.flow, ['SIGN']),
      ...takesPart('countersigner', d.flow, ['COUNTERSIGN']),

      when(s.flow, 'CREATE', (act, subject) => cases.nameModel(act, subject)),
      when(s.flow, 'REQUEST_ADVICE', (act, _, happening) => cases.openToAdviser(act, happening)),
      when(s.flow, 'REQUEST_ADVICE', handInForAdvice),
      when(s.flow, 'GIVE_ADVICE', (act) => shutCaseTo(act, act.actor.id)),
      when(s.flow, 'SUBMIT', handInSigned),
      when(s.flow, 'SUBMIT', (act, subject) => cases.receive(act, subject)),
      when(s.flow, 'RESUBMIT', handInSigned),
      when(s.flow, 'RESUBMIT', (act, subject) => cases.receiveAgain(act, subject)),
      when(s.flow, 'ACKNOWLEDGE', (act, subject) => cases.beginScreening(act, subject)),
      when(s.flow, 'RETURN_WITH_LIST', (act, subject) => cases.sendBack(act, subject)),
      when(s.flow, 'EXTEND_HOLD', (act, subject, happening) => cases.extendHold(act, subject, happening)),
      when(s.flow, 'CONFIRM_OUT_OF_SCOPE', (act) => clocks.endAll(placeOf(act), 'clock.caseEnded')),
      when(s.flow, 'REJECT_OUT_OF_SCOPE', (act, { id }) => clocks.rearm(placeOf(act), id, 'screening')),
      when(s.flow, 'ACCEPT', (act, subject, happening) => cases.accept(act, subject, happening)),
      when(s.flow, 'DEEMED_COMPLETE', (act, subject, happening) => cases.accept(act, subject, happening)),
      when(s.flow, 'NAME_MANAGER', (act, { managerId }) => cases.letManage(act, managerId)),
      when(s.flow, 'WITHDRAW', (act) => cases.endCase(act)),
      when(s.flow, 'TIMEOUT', (act) => cases.endCase(act)),

      when(c.flow, 'GRANT', (act, claim) => cases.remindOfClaim(act, claim)),
      when(c.flow, 'GRANT', (act) => cases.tryConsolidation(act)),
      when(c.flow, 'REFUSE', (act) => cases.tryConsolidation(act)),
      when(c.flow, 'EXPIRE', (act) => this.publisher.reveal(act.tx, act.caseId)),

      when(a.flow, 'PROPOSE', (act, { id }) =>
        startClock(act, clocks, 'coiDeclaration', 'reviewerAssignment', id, false, [event('TIMEOUT')]),
      ),
      when(a.flow, 'DECLARE_NO_INTEREST', (act, assignment) => reviews.letReview(act, assignment)),
      when(a.flow, 'CLEAR_WITH_REASON', (act, assignment, happening) => reviews.clear(act, assignment, happening)),
      when(a.flow, 'CLEAR_WITH_REASON', (act) => decisions.tryDispatch(act)),
      when(a.flow, 'DECLARE_INTEREST', (act, assignment) => reviews.suspendReviewer(act, assignment)),
      when(a.flow, 'NEW_INTEREST', (act, assignment) => reviews.suspendReviewer(act, assignment)),
      when(a.flow, 'CHALLENGE', (act, assignment) => reviews.suspendReviewer(act, assignment)),
      when(a.flow, 'DECLINE', (act, { id }) => clocks.end(placeOf(act), id, null, 'clock.declined')),
      when(a.flow, 'TIMEOUT', (act, { id }) => clocks.end(placeOf(act), id, null, 'clock.lapsed')),
      when(a.flow, 'RECUSE', (act, assignment, happening) => reviews.recuse(act, assignment, happening)),
      when(a.flow, 'REASSIGN', (act, assignment) => reviews.closeUnlessStillReviewing(act, assignment)),

      when(r.flow, 'REPORT_SIGNED', (act, stage) => reviews.keepReport(act, stage)),
      when(r.flow, 'ALL_REPORTS_SIGNED', (act, stage) => reviews.reveal(act, stage)),
      when(r.flow, 'RETURN_FOR_WORK', (act, stage, happening) => reviews.returnForWork(act, stage, happening)),
      when(r.flow, 'LEAD_SIGNS', (act, { id }) => clocks.end(placeOf(act), id, ['stageReport'], 'clock.reported')),
      when(r.flow, 'LEAD_SIGNS', (act) => cases.tryConsolidation(act)),
      when(r.flow, 'REOPEN', (act, stage, happening) => reviews.reopen(act, stage, happening)),

      when(i.flow, 'COLLECT_QUESTIONS', (act, request, happening) =>
        writeQuestions(act.tx, request, (happening['questions'] ?? []) as RequestQuestionInput[]),
      ),
      when(i.flow, 'APPROVE_AND_SEND', (act, request) => requests.send(act, request)),
      when(i.flow, 'RULE', (act, request, happening) => requests.giveTime(act, request, happening)),
      when(i.flow, 'ANSWER', handInSigned),
      when(i.flow, 'ANSWER', (act, request) => requests.takeAnswer(act, request)),
      when(i.flow, 'COMPLETE', handInSigned),
      when(i.flow, 'COMPLETE', (act, request) => requests.takeAnswer(act, request)),
      when(i.flow, 'JUDGE_INCOMPLETE', (act, _, happening) => requests.writeJudgements(act, happening)),
      when(i.flow, 'JUDGE_INCOMPLETE', (act, request) => requests.askForTheRest(act, request)),
      when(i.flow, 'JUDGE_COMPLETE', (act, _, happening) => requests.writeJudgements(act, happening)),
      when(i.flow, 'JUDGE_COMPLETE', (act, request) =>
        requests.takeUpAgain(act, request, request.answeredAt ?? act.at),
      ),
      when(i.flow, 'DEEMED', (act, request) => requests.takeUpAgain(act, request, request.answeredAt ?? act.at)),
      when(i.flow, 'CANCEL', (act, request) => requests.restoreSigned(act, request, 'dossier.requestCancelled')),
      when(i.flow, 'CANCEL', (act, request) => requests.takeUpAgain(act, request, act.at)),
      when(i.flow, 'CASE_ENDED', (act, request) => requests.restoreSigned(act, request, 'dossier.caseEnded')),
      when(i.flow, 'TIMEOUT', (act, request) => requests.restoreSigned(act, request, 'dossier.requestLapsed')),
      when(i.flow, 'TIMEOUT', (act, { id }) => clocks.end(placeOf(act), id, null, 'clock.lapsed')),
      when(i.flow, 'TIMEOUT', (act) => cases.tryTimeout(act)),
      // An open question of either kind holds the case in review; perhaps it was the last.
      ...['JUDGE_COMPLETE', 'DEEMED', 'CANCEL', 'TIMEOUT'].map((happens) =>
        when(i.flow, happens, (act) => cases.tryConsolidation(act)),
      ),

      when(d.flow, 'START', (act, { drafterId }) => takePart(act, drafterId, 'drafter')),
      when(d.flow, 'GIVE_NOTICE', (act, { id }) =>
        startClock(act, clocks, 'noticeOfIntent', 'decision', id, true, [event('NOTICE_ELAPSED')]),
      ),
      when(d.flow, 'COMMENTS_RECEIVED', (act, { id }) =>
        clocks.end(placeOf(act), id, ['noticeOfIntent'], 'clock.commented'),
      ),
      when(d.flow, 'NOTICE_ELAPSED', (act, { id }) =>
        clocks.end(placeOf(act), id, ['noticeOfIntent'], 'clock.elapsed'),
      ),
      when(d.flow, 'SUBMIT_FOR_SIGNATURE', (act) => cases.awaitSignature(act)),
      when(d.flow, 'SUBMIT_FOR_SIGNATURE', (act, { id }) =>
        startClock(act, clocks, 'countersign', 'decision', id, false, [breach('ESCALATE')]),
      ),
      when(d.flow, 'RETURN_TO_DRAFTER', (act, decision, happening) =>
        decisions.backToDrafting(act, decision, happening),
      ),
      when(d.flow, 'RECALL', (act, decision, happening) => decisions.backToDrafting(act, decision, happening)),
      when(d.flow, 'RECUSE', (act, decision, happening) => decisions.backToDrafting(act, decision, happening)),
      when(d.flow, 'SIGN', (act, decision) => decisions.dispatchLater(act, decision)),
      when(d.flow, 'COUNTERSIGN', (act, decision) => decisions.issue(act, decision)),
      when(d.flow, 'DISPATCH_ELAPSED', (act, decision) => decisions.issue(act, decision)),
      when(d.flow, 'ABANDON', (act, { id }) => clocks.end(placeOf(act), id, null, 'clock.abandoned')),

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
      ).map(([happens, status]) => when(p.flow, happens, (act, approval) => decisions.show(act, approval, status))),
    ]
  }
}
