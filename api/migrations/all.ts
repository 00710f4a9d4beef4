import { CreatePeople1796115600000 } from './1796115600000-create-people.ts'
import { CreateRecord1796115700000 } from './1796115700000-create-record.ts'
import { CreateCase1796115800000 } from './1796115800000-create-case.ts'
import { CreateReview1796115900000 } from './1796115900000-create-review.ts'
import { CreateRegister1796116000000 } from './1796116000000-create-register.ts'
import { WallRows1796116100000 } from './1796116100000-wall-rows.ts'
import { StandingInterests1796116200000 } from './1796116200000-standing-interests.ts'
import { InterestsUnderCheck1796116300000 } from './1796116300000-interests-under-check.ts'
import { AnswersAsSigned1796116400000 } from './1796116400000-answers-as-signed.ts'
import { LogPending1796116410000 } from './1796116410000-log-pending.ts'
import { ExtraClockStop1796116420000 } from './1796116420000-extra-clock-stop.ts'
import { ApplicantHears1796116440000 } from './1796116440000-applicant-hears.ts'
import { FindCases1796116460000 } from './1796116460000-find-cases.ts'
import { DrafterLeft1796116480000 } from './1796116480000-drafter-left.ts'
import { QueueCounts1796116500000 } from './1796116500000-queue-counts.ts'
import { OutcomeOfKind1796116600000 } from './1796116600000-outcome-of-kind.ts'
import { ReviewAnswerChanged1796116610000 } from './1796116610000-review-answer-changed.ts'
import { FilesHandedIn1796116620000 } from './1796116620000-files-handed-in.ts'
import { LeaveAwaited1796116640000 } from './1796116640000-leave-awaited.ts'
import { DecisionUnderCheck1796116660000 } from './1796116660000-decision-under-check.ts'
import { RequestNumber1796116700000 } from './1796116700000-request-number.ts'
import { CaseManager1796116720000 } from './1796116720000-case-manager.ts'
import { CreatePasskeys1796116800000 } from './1796116800000-create-passkeys.ts'
import { ProvedSessions1796116810000 } from './1796116810000-proved-sessions.ts'
import { LettersByOutbox1796116820000 } from './1796116820000-letters-by-outbox.ts'
import { LogTree1796116900000 } from './1796116900000-log-tree.ts'
import { RowRecord1796116910000 } from './1796116910000-row-record.ts'
import { OpenSignatureLeaf1796116920000 } from './1796116920000-open-signature-leaf.ts'
import { ForgetPerson1796116930000 } from './1796116930000-forget-person.ts'
import { SaltsOfTheGone1796116940000 } from './1796116940000-salts-of-the-gone.ts'
import { ForgetAll1796116950000 } from './1796116950000-forget-all.ts'
import { UploadsBegun1796117000000 } from './1796117000000-uploads-begun.ts'
import { DownloadLinks1796117010000 } from './1796117010000-download-links.ts'
import { UploadsTakenUp1796117020000 } from './1796117020000-uploads-taken-up.ts'
import { LiveSteps1796117040000 } from './1796117040000-live-steps.ts'
import { Mail1796117100000 } from './1796117100000-mail.ts'
import { PeopleAndLinks1796117110000 } from './1796117110000-people-and-links.ts'
import { SessionsOfTheDisabled1796117120000 } from './1796117120000-sessions-of-the-disabled.ts'
import { Oidc1796117130000 } from './1796117130000-oidc.ts'
import { SigningProof1796117200000 } from './1796117200000-signing-proof.ts'
import { AccessEntry1796117300000 } from './1796117300000-access-entry.ts'
import { Retention1796117390000 } from './1796117390000-retention.ts'
import { LeafNames1796117395000 } from './1796117395000-leaf-names.ts'

/** Every migration, in order. Named here rather than found by a glob, so that source and build run the same list. */
export const migrations = [
  CreatePeople1796115600000,
  CreateRecord1796115700000,
  CreateCase1796115800000,
  CreateReview1796115900000,
  CreateRegister1796116000000,
  WallRows1796116100000,
  StandingInterests1796116200000,
  InterestsUnderCheck1796116300000,
  AnswersAsSigned1796116400000,
  LogPending1796116410000,
  ExtraClockStop1796116420000,
  ApplicantHears1796116440000,
  FindCases1796116460000,
  DrafterLeft1796116480000,
  QueueCounts1796116500000,
  OutcomeOfKind1796116600000,
  ReviewAnswerChanged1796116610000,
  FilesHandedIn1796116620000,
  LeaveAwaited1796116640000,
  DecisionUnderCheck1796116660000,
  RequestNumber1796116700000,
  CaseManager1796116720000,
  CreatePasskeys1796116800000,
  ProvedSessions1796116810000,
  LettersByOutbox1796116820000,
  LogTree1796116900000,
  RowRecord1796116910000,
  OpenSignatureLeaf1796116920000,
  ForgetPerson1796116930000,
  SaltsOfTheGone1796116940000,
  ForgetAll1796116950000,
  UploadsBegun1796117000000,
  DownloadLinks1796117010000,
  UploadsTakenUp1796117020000,
  LiveSteps1796117040000,
  Mail1796117100000,
  PeopleAndLinks1796117110000,
  SessionsOfTheDisabled1796117120000,
  Oidc1796117130000,
  SigningProof1796117200000,
  AccessEntry1796117300000,
  Retention1796117390000,
  LeafNames1796117395000,
]
