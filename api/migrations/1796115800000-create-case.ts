import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The case: submission, its dossier, people in it, clocks, signatures and files. Every table carries case_id and organisation_id: RLS reads nothing else. */
export class CreateCase1796115800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table submission (
        id uuid primary key default gen_random_uuid(),
        organisation_id uuid not null references organisation,
        version integer not null default 1 check (version > 0),
        state text not null,
        kind text not null default 'registration' check (kind in ('registration', 'renewal', 'change')),
        reference text not null unique check (reference ~ '^C-[0-9A-Z]{8}$'),
        pack_id uuid not null references policy_pack,
        model_name text not null, model_version text not null,
        risk_class text check (risk_class in ('I', 'II', 'III', 'IV')),
        created_at timestamptz not null, submitted_at timestamptz, accepted_at timestamptz, decided_at timestamptz,
        due_at timestamptz, due_clock text, paused boolean not null default false,
        manager_id uuid references person,
        citations jsonb not null default '[]',
        advice text,
        register_no text
      );
      comment on column submission.due_at is 'Copy of the running clock that binds the case now; kept by the clocks in the same transaction, for the queue';
      comment on column submission.risk_class is 'Computed by the pack''s rule at submission; confirmed or changed with reasons at acceptance';
      create index submission_organisation on submission (organisation_id, created_at desc, id);
      create index submission_due on submission (coalesce(due_at, 'infinity'::timestamptz), id) where submitted_at is not null;
      create index submission_due_at on submission (due_at) where submitted_at is not null;
      create index submission_submitted on submission (submitted_at, id) where submitted_at is not null;
      create index submission_reference on submission (reference, id) where submitted_at is not null;
      create index submission_model on submission (model_name, id) where submitted_at is not null;
      create index submission_state on submission (state, due_at, id) where submitted_at is not null;
      create index submission_unassigned on submission (id) where submitted_at is not null and manager_id is null and state in ('submitted', 'screening');
      create index submission_manager on submission (manager_id, due_at, id) where submitted_at is not null;
      create index submission_find on submission using gin ((lower(model_name || ' ' || reference)) gin_trgm_ops) where submitted_at is not null;

      create table case_access (actor_id uuid not null, case_id uuid not null references submission, primary key (actor_id, case_id));
      comment on table case_access is 'Who beyond the applicant may read a case: one person, or the agency as a whole (its well-known id)';
      create table case_recusal (person_id uuid not null references person, case_id uuid not null references submission, at timestamptz not null, reason text not null, primary key (person_id, case_id));

      create table case_part (
        case_id uuid not null references submission, organisation_id uuid not null,
        person_id uuid not null references person,
        part text not null check (part in ('submitter', 'adviser', 'screener', 'caseManager', 'stageLead', 'reviewer', 'drafter', 'signer', 'countersigner')),
        since timestamptz not null,
        primary key (case_id, person_id, part)
      );
      create index case_part_person on case_part (person_id, case_id);

      create function keep_duties_apart() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if new.part in ('signer', 'countersigner') then
          if exists (select 1 from case_recusal r where r.case_id = new.case_id and r.person_id = new.person_id) then
            raise exception 'separation of duties: a recused person may not sign' using errcode = '23514', constraint = 'case_part_duties_apart';
          end if;
          if exists (select 1 from case_part p where p.case_id = new.case_id and p.person_id = new.person_id
                     and p.part in ('submitter', 'adviser', 'screener', 'caseManager', 'stageLead', 'reviewer', 'drafter')) then
            raise exception 'separation of duties: who worked on a case may not sign its decision' using errcode = '23514', constraint = 'case_part_duties_apart';
          end if;
          if exists (select 1 from case_part p where p.case_id = new.case_id and p.person_id = new.person_id
                     and p.part in ('signer', 'countersigner') and p.part <> new.part) then
            raise exception 'separation of duties: signer and countersigner are two people' using errcode = '23514', constraint = 'case_part_duties_apart';
          end if;
        elsif exists (select 1 from case_part p where p.case_id = new.case_id and p.person_id = new.person_id and p.part in ('signer', 'countersigner')) then
          raise exception 'separation of duties: who signed a decision may not work on the case' using errcode = '23514', constraint = 'case_part_duties_apart';
        end if;
        if new.part = 'reviewer' and exists (select 1 from case_part p where p.case_id = new.case_id and p.person_id = new.person_id and p.part in ('submitter')) then
          raise exception 'separation of duties: a submitter may not review' using errcode = '23514', constraint = 'case_part_duties_apart';
        end if;
        return new;
      end $$;
      create trigger case_part_duties_apart before insert on case_part for each row execute function keep_duties_apart();

      create table answer (
        case_id uuid not null references submission, organisation_id uuid not null,
        field text not null check (length(field) <= 100),
        value jsonb, version integer not null default 1,
        source text not null default 'typed' check (source in ('typed', 'imported')), source_note text,
        confirmed boolean not null default true,
        changed_by uuid not null references person, changed_at timestamptz not null,
        primary key (case_id, field)
      );
      create table answer_history (
        id bigint generated always as identity primary key,
        case_id uuid not null references submission, organisation_id uuid not null,
        field text not null, version integer not null, value jsonb, source text not null, changed_by uuid not null, changed_at timestamptz not null
      );
      create index answer_history_field on answer_history (case_id, field, version);

      create table screening (
        case_id uuid primary key references submission, organisation_id uuid not null,
        version integer not null default 1,
        answers jsonb not null default '[]', citations jsonb not null default '[]',
        class_confirmed text check (class_confirmed in ('I', 'II', 'III', 'IV')), class_reason text,
        changed_by uuid not null references person, changed_at timestamptz not null
      );

      create table confidentiality_claim (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        version integer not null default 1, state text not null,
        field text not null, reason text not null, explanation text not null, until date, ruling text,
        constraint claim_once_per_field unique (case_id, field)
      );

      create table document (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        name text not null check (length(name) between 1 and 200), size bigint not null check (size >= 0),
        declared_type text not null, media_type text, sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
        state text not null default 'received' check (state in ('received', 'scanning', 'clean', 'rejected')),
        rejection text, purpose text not null check (purpose in ('evidence', 'modelCard')),
        storage_key text not null unique, uploaded_by uuid not null references person, uploaded_at timestamptz not null,
        constraint document_clean_has_hash check (state <> 'clean' or (sha256 is not null and media_type is not null)),
        constraint document_rejected_says_why check ((state = 'rejected') = (rejection is not null))
      );
      create index document_case on document (case_id, uploaded_at);
      create index document_waiting on document (uploaded_at) where state in ('received', 'scanning');

      create table revision (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        process text not null, subject_id uuid not null,
        bytes bytea not null, sha256 bytea not null, created_at timestamptz not null,
        constraint revision_hash check (sha256 = sha256(bytes)),
        constraint revision_once unique (process, subject_id, sha256)
      );
      comment on column revision.bytes is 'Canonical JSON (RFC 8785): what is signed is these bytes, never a re-serialisation';

      create table signing_ceremony (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        revision_id uuid not null references revision,
        signer_id uuid not null references person, session_hash bytea not null,
        meaning text not null, nonce bytea not null, expires_at timestamptz not null, used_at timestamptz
      );
      create table signature (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null,
        process text not null, subject_id uuid not null, revision_id uuid not null references revision,
        ceremony_id uuid not null unique references signing_ceremony,
        meaning text not null check (meaning in ('submitted', 'answered', 'reviewed', 'reconciled', 'approved', 'refused', 'suspended', 'revoked', 'countersigned', 'audited', 'appealDecided')),
        signer_id uuid not null references person, printed_name text not null, office text not null, at timestamptz not null,
        proof_kind text not null, jws text not null, leaf_id uuid not null references log_leaf
      );
      create index signature_subject on signature (subject_id, at);
      create table signature_void (
        signature_id uuid primary key references signature, case_id uuid not null references submission, organisation_id uuid not null,
        reason text not null, by_id uuid not null references person, at timestamptz not null
      );

      create table clock (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references submission, organisation_id uuid not null, applicant_sees boolean not null,
        process text not null, subject_id uuid not null, key text not null, binds text not null,
        limit_days integer not null check (limit_days >= 0), business_days boolean not null,
        extended_days integer not null default 0 check (extended_days >= 0),
        started_at timestamptz not null, due_at timestamptz, ended_at timestamptz, end_reason text, breached_at timestamptz
      );
      create unique index clock_one_running on clock (subject_id, key) where ended_at is null;
      create index clock_case on clock (case_id, started_at);
      create table clock_interval (
        clock_id uuid not null references clock, case_id uuid not null references submission, organisation_id uuid not null,
        started_at timestamptz not null, start_reason text not null,
        stopped_at timestamptz, stop_reason text,
        primary key (clock_id, started_at),
        constraint clock_interval_forward check (stopped_at is null or stopped_at >= started_at)
      );
      create unique index clock_interval_one_open on clock_interval (clock_id) where stopped_at is null;

      create table timer (
        id uuid primary key default gen_random_uuid(),
        due_at timestamptz not null, case_id uuid not null references submission, organisation_id uuid not null,
        process text not null, subject_id uuid not null,
        event text not null, clock_id uuid references clock,
        kind text not null check (kind in ('event', 'breach', 'reminder')),
        fired_at timestamptz, cancelled_at timestamptz
      );
      create index timer_due on timer (due_at) where fired_at is null and cancelled_at is null;
      create index timer_clock on timer (clock_id);
      create index timer_subject on timer (subject_id);
    `)
    for (const table of ['answer_history', 'revision', 'signature', 'signature_void'])
      await db.query(`create trigger ${table}_is_append_only before update or delete on ${table} for each row execute function refuse_change_of_history();
        create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change_of_history();`)
    await db.query(`
      grant select, insert on submission to portal_app, portal_worker;
      grant update (version, state, model_name, model_version, risk_class, submitted_at, accepted_at, decided_at, due_at, due_clock, paused, manager_id, citations, advice, register_no) on submission to portal_app, portal_worker;
      grant select, insert, delete on case_access to portal_app, portal_worker;
      grant select, insert on case_recusal to portal_app, portal_worker;
      grant select, insert, delete on case_part to portal_app, portal_worker;
      grant select, insert, update on answer, screening to portal_app;
      grant select, insert on answer_history to portal_app;
      grant select, insert, update on confidentiality_claim, clock, clock_interval, timer to portal_app, portal_worker;
      grant select, insert, update (state, sha256, media_type, rejection, size), delete on document to portal_app, portal_worker;
      grant select, insert on revision, signature, signature_void to portal_app, portal_worker;
      grant select, insert, update (used_at) on signing_ceremony to portal_app;
      grant select on answer, screening to portal_worker;
      grant select on submission, case_access, case_recusal, case_part, answer, answer_history, screening, confidentiality_claim, document, revision, signature, signature_void, clock, clock_interval, timer to portal_inspector;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
