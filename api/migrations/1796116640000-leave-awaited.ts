import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Cases with a letter that waits for the decision maker's leave to stop the clock again: few at any time, and asked for
 * with every page of the queue. Read through the policies of information_request they cost a scan of case_access (80 ms
 * with 100,000 cases). As with find_cases, the function of the tables' owner finds the ids, answers staff alone, and the
 * caller's policies on the case decide which of them are seen.
 */
export class LeaveAwaited1796116640000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index information_request_leave on information_request (case_id)
        where state = 'drafted' and stops_clock and not extra_stop;

      create function cases_awaiting_leave(allowed integer, most integer) returns uuid[]
      language plpgsql stable security definer set search_path = public, pg_temp as $$
      begin
        if current_setting('app.agency', true) is distinct from 'yes' then return '{}'; end if;
        return array(
          select r.case_id from information_request r
          where r.state = 'drafted' and r.stops_clock and not r.extra_stop
            and (select count(*) from information_request u
                 where u.case_id = r.case_id and u.stops_clock and u.issued_at is not null) >= allowed
          limit most);
      end $$;
      revoke all on function cases_awaiting_leave(integer, integer) from public;
      grant execute on function cases_awaiting_leave(integer, integer) to portal_app;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
