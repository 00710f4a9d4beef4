import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The record: legal transitions, what happened, the log's leaves, the outbox, commands.
 * History is append-only twice: the application's roles may INSERT and SELECT only, and a trigger refuses everyone else.
 */
export class CreateRecord1796115700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table legal_transition (
        process text not null, from_state text not null, event text not null, to_state text not null,
        primary key (process, from_state, event, to_state)
      );
      comment on table legal_transition is 'Written from the machines at migration; a test holds the two together. (new) is the state before creation.';

      create table transition (
        id uuid primary key default gen_random_uuid(),
        seq bigint generated always as identity unique,
        case_id uuid not null,
        organisation_id uuid not null,
        applicant_sees boolean not null,
        process text not null, subject_id uuid not null,
        from_state text not null, event text not null, to_state text not null,
        actor_id uuid not null, office text not null, reason text,
        subject_label text not null default '',
        at timestamptz not null,
        constraint transition_is_legal foreign key (process, from_state, event, to_state) references legal_transition
      );
      create index transition_case on transition (case_id, seq);
      create index transition_subject on transition (process, subject_id, seq);

      create table audit_entry (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        actor_id uuid not null, action text not null, process text, subject_id uuid, case_id uuid,
        outcome text not null, detail jsonb not null default '{}'
      );
      comment on table audit_entry is 'Every command with its outcome, refused ones too';
      create index audit_entry_case on audit_entry (case_id, id);

      create table log_leaf (
        id uuid primary key default gen_random_uuid(),
        bytes bytea not null, hash bytea not null,
        at timestamptz not null
      );
      comment on table log_leaf is 'Leaves in their final bytes, written in the transaction of the event';
      create table log_position (
        position bigint primary key check (position >= 0),
        leaf_id uuid not null unique references log_leaf
      );
      comment on table log_position is 'Given by the one sequencer, without gaps, at most a second after commit';
      create table log_salt (
        leaf_id uuid primary key references log_leaf,
        salt bytea not null, record bytea not null,
        process text not null, subject_id uuid not null
      );
      comment on table log_salt is 'Erasable: without salt and record the leaf says nothing';
      create index log_salt_subject on log_salt (subject_id);

      create table outbox (
        id uuid primary key default gen_random_uuid(),
        seq bigint generated always as identity unique,
        at timestamptz not null, topic text not null, case_id uuid not null, subject_id uuid not null, payload jsonb not null,
        done_at timestamptz
      );
      create index outbox_waiting on outbox (seq) where done_at is null;
      create table notice (
        id uuid primary key default gen_random_uuid(),
        outbox_id uuid not null references outbox, person_id uuid not null references person, channel text not null check (channel in ('portal', 'mail')),
        case_id uuid not null, kind text not null, created_at timestamptz not null default now(), delivered_at timestamptz, read_at timestamptz,
        constraint notice_once unique (outbox_id, person_id, channel)
      );
      comment on constraint notice_once on notice is 'P3: once for each event, recipient and channel';
      create index notice_person on notice (person_id, created_at);

      create table command (
        actor_id uuid not null, command_id uuid not null,
        input_hash bytea not null, answer jsonb, at timestamptz not null default now(),
        primary key (actor_id, command_id)
      );
      comment on table command is 'P2: a mutation has its effect once; a rival waits on the key';
      create index command_at on command (at);

      create function refuse_change_of_history() returns trigger language plpgsql as $$
      begin raise exception 'history is append-only: % on % is refused', tg_op, tg_table_name using errcode = '42501'; end $$;

      grant select on legal_transition to portal_app, portal_worker, portal_inspector;
      grant select, insert on transition, log_leaf to portal_app, portal_worker;
      grant insert on audit_entry, log_salt to portal_app, portal_worker;
      grant select on log_position to portal_app;
      grant select, insert on log_position to portal_worker;
      grant insert on outbox to portal_app;
      grant select, insert on outbox, notice to portal_worker;
      grant select on notice to portal_app;
      grant update (done_at) on outbox to portal_worker;
      grant update (read_at) on notice to portal_app;
      grant update (delivered_at) on notice to portal_worker;
      grant select, insert, update (answer) on command to portal_app, portal_worker;
      grant delete on command to portal_worker;
      grant select on transition, audit_entry, log_leaf, log_position, log_salt, outbox to portal_inspector;
    `)
    for (const table of ['transition', 'audit_entry', 'log_leaf', 'log_position'])
      await db.query(`create trigger ${table}_is_append_only before update or delete on ${table} for each row execute function refuse_change_of_history();
        create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change_of_history();`)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
