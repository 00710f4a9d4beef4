import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Search in the agency's queue by case number, model and applicant. LIKE is not leakproof, so under row-level security no
 * index of trigrams serves it: this function, owned by the tables' owner, finds the ids, and the caller's own policies
 * still decide which of them are seen. It answers staff alone, and null where the words find more than `most`.
 */
export class FindCases1796116460000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index organisation_find on organisation using gin ((lower(name)) gin_trgm_ops);

      create function find_cases(pattern text, most integer) returns uuid[]
      language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare found uuid[];
      begin
        if current_setting('app.agency', true) is distinct from 'yes' then return '{}'; end if;
        select array_agg(f.id) into found from (
          select s.id from submission s where s.submitted_at is not null
            and (lower(s.model_name || ' ' || s.reference) like pattern
                 or s.organisation_id = any (array(select o.id from organisation o where lower(o.name) like pattern)))
          limit most + 1) f;
        return case when cardinality(found) > most then null else coalesce(found, '{}') end;
      end $$;
      revoke all on function find_cases(text, integer) from public;
      grant execute on function find_cases(text, integer) to portal_app;
    `)
  }

  async down(): Promise<void> {
    throw new Error('Migrations of Placet go forward only; restore a backup instead.')
  }
}
