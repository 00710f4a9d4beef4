import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The second wall: forced row-level security on every table with tenant or dossier data (security.md 5).
 * A policy reads columns of its own table, settings of the transaction, and the two small tables case_access and case_recusal.
 * app.system_case is set by the lifecycle alone, after it found and locked a case under the actor's own sight:
 * from then on the transaction sees that one case whole, so that the effects of a permitted act reach rows its actor may not read.
 */
const me = `(select nullif(current_setting('app.user_id', true), '')::uuid)`
const myOrganisation = `(select nullif(current_setting('app.org_id', true), '')::uuid)`
const inAgency = `(select current_setting('app.agency', true)) = 'yes'`
const caseWide = `(select current_setting('app.case_wide', true)) = 'yes'`
const signingIn = `(select current_setting('app.signing_in', true)) = 'yes'`
const systemCase = `(select nullif(current_setting('app.system_case', true), '')::uuid)`
/** The agency as a reader: case_access rows with this id open a case to everyone who sees all filed cases. */
const agencyId = `(case when ${caseWide} then '00000000-0000-4000-8000-00000000a9e1'::uuid end)`

const staff = (table: string, key = 'case_id') =>
  `(exists (select 1 from case_access a where a.case_id = ${table}.${key}) and not exists (select 1 from case_recusal r where r.case_id = ${table}.${key}))`
const ours = `organisation_id = ${myOrganisation}`
const system = `case_id = ${systemCase}`

/** Who sees a row of each table, beyond the system inside its locked case. */
const sight: Record<string, string> = {
  // One's own parts first: "my work" must not probe the access of every case.
  case_part: `person_id = ${me} or ${staff('case_part')}`,
  answer: `${ours} or ${staff('answer')}`,
  answer_history: `${ours} or ${staff('answer_history')}`,
  screening: staff('screening'),
  confidentiality_claim: `${ours} or ${staff('confidentiality_claim')}`,
  document: `${ours} or ${staff('document')}`,
  revision: `(${ours} and process in ('submission', 'informationRequest')) or ${staff('revision')}`,
  signing_ceremony: `signer_id = ${me}`,
  signature: `(${ours} and process in ('submission', 'informationRequest')) or ${staff('signature')}`,
  signature_void: `${ours} or ${staff('signature_void')}`,
  clock: `(${ours} and applicant_sees) or ${staff('clock')}`,
  clock_interval: `${ours} or ${staff('clock_interval')}`,
  timer: staff('timer'),
  transition: `(${ours} and applicant_sees) or ${staff('transition')}`,
  review_stage: staff('review_stage'),
  reviewer_assignment: `reviewer_id = ${me} or ${staff('reviewer_assignment')}`,
  stage_report: `(reviewer_id = ${me} or revealed or (signed_at is not null and ${caseWide})) and ${staff('stage_report')}`,
  review_answer: `(reviewer_id = ${me} or revealed or (signed and ${caseWide})) and ${staff('review_answer')}`,
  reconciliation: staff('reconciliation'),
  information_request: `(${ours} and issued_at is not null) or ${staff('information_request')}`,
  request_question: `(${ours} and issued) or ${staff('request_question')}`,
  decision: `(${ours} and (notice_text is not null or state = 'issued')) or ${staff('decision')}`,
  approval: `${ours} or ${staff('approval')}`,
  approval_condition: `${ours} or ${staff('approval_condition')}`,
}

export class WallRows1796116100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const wall = async (table: string, see: string, write: string = see): Promise<void> => {
      await db.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy ${table}_owner on ${table} to portal_owner using (true) with check (true);
        create policy ${table}_inspector on ${table} for select to portal_inspector using (true);
        create policy ${table}_select on ${table} for select to portal_app, portal_worker using (${see});
        create policy ${table}_insert on ${table} for insert to portal_app, portal_worker with check (${write});
        create policy ${table}_update on ${table} for update to portal_app, portal_worker using (${see}) with check (${write});
        create policy ${table}_delete on ${table} for delete to portal_app, portal_worker using (${write});
      `)
    }
    for (const [table, see] of Object.entries(sight)) await wall(table, `${system} or ${see}`)
    // What is filed is open to staff who see all cases by its own column: a queue over 100,000 rows cannot probe case_access for each.
    const submissionSight = `${ours} or id = ${systemCase}
      or (((${caseWide} and submitted_at is not null) or exists (select 1 from case_access a where a.case_id = submission.id))
          and not exists (select 1 from case_recusal r where r.case_id = submission.id))`
    await wall('submission', submissionSight, `${ours} or id = ${systemCase}`)
    await wall('case_access', `${system} or actor_id = ${me} or actor_id = ${agencyId}`, system)
    await wall('case_recusal', `${system} or person_id = ${me}`, system)
    await wall(
      'organisation',
      `id = ${myOrganisation} or ${inAgency} or ${signingIn} or ${systemCase} is not null`,
      'false',
    )
    await wall(
      'person',
      `id = ${me} or organisation_id = ${myOrganisation} or ${inAgency} or ${signingIn} or ${systemCase} is not null`,
      'false',
    )
    await wall('account', `person_id = ${me} or ${signingIn}`, 'false')
    await wall('session', `person_id = ${me} or ${signingIn}`)
    await wall('notice', `person_id = ${me}`)
    await wall('command', `actor_id = ${me}`)
    // The worker finds what is due across cases; what it then does runs inside each case.
    for (const table of ['timer', 'document', 'notice', 'session', 'command', 'case_part', 'submission', 'person'])
      await db.query(`create policy ${table}_worker on ${table} to portal_worker using (true) with check (true)`)
    // One statement for the session of every request; SECURITY DEFINER, since nobody is known yet. Idle and absolute limits: security.md 3.
    await db.query(`
      create function find_session(hash bytea) returns table (id uuid, name text, office text, organisation_id uuid, roles text[], language text)
      language plpgsql volatile security definer set search_path = public, pg_temp as $$
      begin
        update session s set seen_at = now() where s.token_hash = hash and s.seen_at < now() - interval '1 minute'
          and s.seen_at > now() - (select case when p.organisation_id is null then interval '15 minutes' else interval '30 minutes' end from person p where p.id = s.person_id)
          and s.expires_at > now();
        return query select p.id, p.name, p.office, p.organisation_id, p.roles, a.language
          from session s join person p on p.id = s.person_id join account a on a.person_id = p.id
          where s.token_hash = hash and s.expires_at > now() and a.disabled_at is null
            and s.seen_at > now() - case when p.organisation_id is null then interval '15 minutes' else interval '30 minutes' end;
      end $$;
      revoke all on function find_session(bytea) from public;
      grant execute on function find_session(bytea) to portal_app;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
