import type pg from 'pg'

export const entryCount = 200_000
export const submissionCount = 100_000

/**
 * Fills the register with 200,000 published entries of eight years, made in the database: names from word lists, so
 * that searches find something, and no two alike. Counters are set once at the end; per row they would cost minutes.
 */
export async function fillRegister(owner: pg.Client): Promise<void> {
  await owner.query(`
    alter table register_entry disable trigger user;
    insert into register_entry (no, model_name, model_version, developer, status, risk_class, summary, use_categories, decided_at, valid_until, page)
    select
      'LMM-' || (2018 + i % 8) || '-' || lpad((100000 + i)::text, 7, '0'),
      (array['Radio', 'Patho', 'Derm', 'Cardio', 'Triage', 'Ward', 'Neuro', 'Onco', 'Retina', 'Sepsis'])[1 + i % 10]
        || (array['Lens', 'Note', 'Guide', 'Talk', 'Scan', 'Path', 'Mind'])[1 + (i / 10) % 7] || ' ' || i,
      (1 + i % 9) || '.' || (i / 9) % 10,
      (array['Helio', 'Nile', 'Borealis', 'Meridian', 'Harbour', 'Anchor'])[1 + (i / 70) % 6] || ' '
        || (array['Health', 'Medical', 'Labs', 'Systems'])[1 + (i / 420) % 4],
      (array['active', 'active', 'active', 'active', 'active', 'active', 'conditional', 'conditional', 'expired', 'refused'])[1 + (i * 7 + i / 13) % 10],
      (array['I', 'II', 'II', 'III', 'III', 'IV'])[1 + (i * 5 + i / 7) % 6],
      'Drafts a short report on ' || (array['chest x-rays', 'ward notes', 'skin photographs', 'retinal images', 'blood results'])[1 + i % 5]
        || ' for ' || (array['radiologists', 'nurses', 'general practitioners', 'pharmacists'])[1 + (i / 5) % 4]
        || ', who read and correct every draft before it is stored. It is not for emergencies and not for people under 18.',
      array[(array['diagnosisClinicalCare', 'patientGuided', 'clericalAdministrative', 'educationTraining', 'researchDrugDevelopment'])[1 + i % 5]],
      date '2018-01-01' + (i * 37 % 2920),
      date '2018-01-01' + (i * 37 % 2920) + 1460,
      '{}'::jsonb
    from generate_series(1, ${entryCount}) i;
    alter table register_entry enable trigger user;
    delete from register_counter;
    insert into register_counter
      select 'all', count(*) from register_entry
      union all select 'status:' || status, count(*) from register_entry group by status
      union all select 'class:' || risk_class, count(*) from register_entry group by risk_class;
    update register_version set version = version + 1;
  `)
  await owner.query('vacuum analyze register_entry')
}

/** Fills the agency's queue with 100,000 filed submissions of 50 organisations, in every state of a file's life. */
export async function fillQueue(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into organisation (name, verified_at)
      select 'Benchmark developer ' || i, now() from generate_series(1, 50) i;
    insert into submission (organisation_id, state, reference, pack_id, model_name, model_version, risk_class, created_at, submitted_at,
                            accepted_at, due_at, due_clock, paused, manager_id)
    select
      o.ids[1 + i % 50],
      (array['screening', 'inReview', 'inReview', 'onHold', 'consolidation', 'decisionPending', 'decided', 'decided', 'withdrawn'])[1 + (i * 7 + i / 11) % 9],
      'C-' || upper(lpad(to_hex(268435456 + i), 8, '0')),
      (select id from policy_pack order by in_force_from desc limit 1),
      (array['Radio', 'Patho', 'Derm', 'Cardio', 'Triage'])[1 + i % 5] || 'Lens ' || i, '1.' || i % 10,
      (array['I', 'II', 'III', 'IV'])[1 + i % 4],
      now() - make_interval(mins => i), now() - make_interval(mins => i), now() - make_interval(mins => i),
      now() + make_interval(mins => (i * 131) % 200000 - 20000), 'reviewII', i % 9 = 0,
      m.ids[1 + i % array_length(m.ids, 1)]
    from generate_series(1, ${submissionCount}) i,
      (select array_agg(id) as ids from organisation where name like 'Benchmark%') o,
      (select array_agg(id) as ids from person where 'caseManager' = any (roles)) m;
  `)
  await owner.query('vacuum analyze submission')
}

/** Files `count` more submissions of one organisation, all waiting to be acknowledged; returns their ids. */
export async function fillWaiting(owner: pg.Client, count: number): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into submission (organisation_id, state, reference, pack_id, model_name, model_version, risk_class, created_at, submitted_at)
     select (select id from organisation where name = 'Benchmark developer 1'), 'submitted',
       'C-' || upper(lpad(to_hex(536870912 + i), 8, '0')),
       (select id from policy_pack order by in_force_from desc limit 1), 'Waiting ' || i, '1.0', 'II', now(), now()
     from generate_series(1, $1) i returning id`,
    [count],
  )
  await owner.query('vacuum analyze submission')
  return rows.map(({ id }) => id)
}
