import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Mail: letters about accounts stand in the outbox beside the events of cases, and each goes out once (security.md 11, P3). */
export class Mail1796117100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table outbox alter column case_id drop not null;
      comment on column outbox.case_id is 'Null: a letter about an account; the topic is account.<kind of letter>';

      create table delivery (
        id uuid primary key default gen_random_uuid(),
        outbox_id uuid not null references outbox,
        person_id uuid references person,
        recipient text not null check (length(recipient) between 3 and 320),
        channel text not null default 'mail' check (channel = 'mail'),
        language text not null check (language in ('en', 'fr', 'ar')),
        kind text not null, subject_id uuid not null,
        made_at timestamptz not null default now(),
        due_at timestamptz not null default now(), tries integer not null default 0,
        claimed_at timestamptz, sent_at timestamptz, failed_at timestamptz, fault text,
        constraint delivery_once unique (outbox_id, recipient, channel)
      );
      comment on table delivery is 'Mail by event and recipient; its id is the Message-ID';
      comment on column delivery.claimed_at is 'Set before sending: whether a letter went out whose sender died is not known, so it is reported and not sent again';
      create index delivery_due on delivery (due_at) where claimed_at is null and failed_at is null;
      create index delivery_claimed on delivery (claimed_at) where sent_at is null and failed_at is null;
      create index delivery_person on delivery (person_id) where claimed_at is null;

      alter table delivery enable row level security;
      alter table delivery force row level security;
      create policy delivery_owner on delivery to portal_owner using (true) with check (true);
      create policy delivery_select on delivery for select to portal_worker using (true);
      create policy delivery_insert on delivery for insert to portal_worker with check (true);
      create policy delivery_update on delivery for update to portal_worker using (true) with check (true);
      create policy delivery_delete on delivery for delete to portal_worker using (false);
      grant select, insert, update (due_at, tries, claimed_at, sent_at, failed_at, fault) on delivery to portal_worker;

      create policy account_worker on account for select to portal_worker using (true);
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
