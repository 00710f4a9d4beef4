import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Review stages, assignments, reports, information requests, decisions, approvals. */
export class CreateReview1796115900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table review_stage (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        version integer not null default 1, state text not null,
        stage text not null, lead_id uuid references person, reviewers_needed integer not null check (reviewers_needed between 1 and 5),
        recommendation text check (recommendation in ('approve', 'approveWithConditions', 'refuse')),
        stale boolean not null default false,
        constraint review_stage_once unique (case_id, stage)
      );
      create index review_stage_lead on review_stage (lead_id);

      create table reviewer_assignment (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        stage_id uuid not null references review_stage, stage text not null,
        reviewer_id uuid not null references person, proposed_by uuid not null references person,
        version integer not null default 1, state text not null,
        reference text not null, names jsonb not null, declaration jsonb, reason text,
        proposed_at timestamptz not null
      );
      create unique index assignment_one_active_per_stage on reviewer_assignment (stage_id, reviewer_id)
        where state not in ('recused', 'declined', 'lapsed', 'reassigned', 'released');
      create index reviewer_assignment_reviewer on reviewer_assignment (reviewer_id, proposed_at);
      create index reviewer_assignment_check on reviewer_assignment (proposed_at) where state = 'integrityCheck';
      create index reviewer_assignment_stage on reviewer_assignment (stage_id);

      create table stage_report (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        stage_id uuid not null references review_stage, assignment_id uuid not null references reviewer_assignment, reviewer_id uuid not null references person,
        version integer not null default 1, recommendation text check (recommendation in ('approve', 'approveWithConditions', 'refuse')), summary text not null default '',
        dissent text, signed_at timestamptz, revealed boolean not null default false,
        constraint stage_report_once unique (assignment_id)
      );
      create index stage_report_stage on stage_report (stage_id);
      create table review_answer (
        report_id uuid not null references stage_report, case_id uuid not null references submission, organisation_id uuid not null,
        reviewer_id uuid not null, revealed boolean not null default false, signed boolean not null default false,
        question text not null, version integer not null default 1,
        answer text check (answer in ('yes', 'partly', 'no')), reason text not null default '', evidence jsonb not null default '[]',
        primary key (report_id, question)
      );
      create table reconciliation (
        stage_id uuid not null references review_stage, case_id uuid not null references submission, organisation_id uuid not null,
        question text not null, answer text not null check (answer in ('yes', 'partly', 'no')), reason text not null,
        primary key (stage_id, question)
      );

      create table information_request (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        version integer not null default 1, state text not null, number integer not null check (number > 0),
        stops_clock boolean not null default true, drafted_by uuid not null references person,
        issued_at timestamptz, answered_at timestamptz, extension_days integer, extension_reason text, extended_days integer not null default 0, reason text,
        constraint information_request_number unique (case_id, number)
      );
      create table request_question (
        id uuid primary key default gen_random_uuid(),
        request_id uuid not null references information_request, case_id uuid not null references submission, organisation_id uuid not null,
        position integer not null, stage text not null, field text not null, question text not null, reason text not null, satisfied_by text not null,
        answer text, answered_version integer not null default 0, complete boolean, judgement text,
        issued boolean not null default false
      );
      create index request_question_request on request_question (request_id, position);

      create table decision (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        version integer not null default 1, state text not null,
        kind text not null check (kind in ('registration', 'change', 'renewal', 'conditionChange', 'suspension', 'liftSuspension', 'revocation', 'appealOutcome')),
        outcome text check (outcome in ('approve', 'approveWithConditions', 'refuse', 'suspend', 'lift', 'revoke')),
        reasons text not null default '', public_summary text not null default '',
        departures jsonb not null default '[]', conditions jsonb not null default '[]', answers jsonb not null default '[]',
        drafter_id uuid not null references person, signatures_needed integer not null default 2 check (signatures_needed in (1, 2)),
        notice_text text, notice_done boolean not null default false, notice_comments text, return_reason text,
        signed_at timestamptz, recall_until timestamptz, issued_at timestamptz, signer_id uuid references person, countersigner_id uuid references person,
        constraint decision_signers_differ check (signer_id is null or countersigner_id is null or signer_id <> countersigner_id),
        constraint decision_drafter_does_not_sign check (drafter_id is distinct from signer_id and drafter_id is distinct from countersigner_id)
      );
      create unique index decision_one_open on decision (case_id) where state not in ('issued', 'abandoned');
      create unique index decision_one_final on decision (case_id) where state = 'issued' and kind = 'registration';
      create table approval (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        decision_id uuid not null references decision,
        version integer not null default 1, state text not null, register_no text not null unique,
        granted_at timestamptz not null, valid_until timestamptz not null,
        constraint approval_one_per_case unique (case_id)
      );
      create table approval_condition (
        id uuid primary key default gen_random_uuid(),
        approval_id uuid not null references approval, case_id uuid not null references submission, organisation_id uuid not null,
        position integer not null, text text not null, due_at date not null, evidence text not null
      );
      create index approval_condition_approval on approval_condition (approval_id, position);

      grant select, insert, update on review_stage, reviewer_assignment, stage_report, review_answer, reconciliation, information_request, request_question, decision, approval, approval_condition to portal_app, portal_worker;
      grant delete on request_question, reconciliation to portal_app;
      grant select on review_stage, reviewer_assignment, stage_report, review_answer, reconciliation, information_request, request_question, decision, approval, approval_condition to portal_inspector;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
