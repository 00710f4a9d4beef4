import type { QueryRunner } from 'typeorm'

/** What is a secret, or opens one: an inspector reads the record, not what people prove themselves by. */
const secret = '(hash|secret|seed|salt|nonce|challenge|private|jwk)'

/**
 * Lets `portal_inspector` see what the application may see, and change nothing (security.md 4). Walked over the catalogue
 * at each migration, so that a new table is not forgotten: columns that the application reads, secrets apart; the
 * application's own policies on reading, so that a recusal closes a case to an inspector too; functions that only read.
 */
export async function letInspectorRead(db: QueryRunner): Promise<void> {
  await db.query(`
    do $$
    declare t record; p record; f record;
    begin
      for t in
        select c.oid, c.relname as name,
          string_agg(format('%I', a.attname), ', ' order by a.attnum) as readable
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind in ('r', 'p', 'v') and c.relnamespace = 'public'::regnamespace
          and has_column_privilege('portal_app', c.oid, a.attnum, 'select')
          and (a.attname !~ '${secret}' or c.relname in ('revision', 'document', 'policy_pack', 'log_leaf', 'register_entry'))
        group by c.oid, c.relname
      loop
        execute format('grant select (%s) on %I to portal_inspector', t.readable, t.name);
        for p in select polname as name, array(select rolname::text from pg_roles where oid = any (polroles)) as roles
          from pg_policy where polrelid = t.oid and polcmd in ('r', '*')
        loop
          if 'portal_app' = any (p.roles) and not 'portal_inspector' = any (p.roles) then
            execute format('alter policy %I on %I to %s, portal_inspector', p.name, t.name,
              (select string_agg(quote_ident(r), ', ') from unnest(p.roles) r));
          end if;
        end loop;
        -- The policy of earlier versions: every row, whoever asks.
        if exists (select 1 from pg_policy where polrelid = t.oid and 'portal_app'::regrole::oid = any (polroles) and polcmd = 'r') then
          execute format('drop policy if exists %I on %I', t.name || '_inspector', t.name);
        end if;
      end loop;
      for f in
        select x.oid::regprocedure as signature from pg_proc x
        where x.pronamespace = 'public'::regnamespace and x.provolatile <> 'v' and x.prokind = 'f'
          and has_function_privilege('portal_app', x.oid, 'execute') and not has_function_privilege('portal_inspector', x.oid, 'execute')
      loop
        execute format('grant execute on function %s to portal_inspector', f.signature);
      end loop;
    end $$;
  `)
}
