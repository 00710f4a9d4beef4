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
      (array['approved', 'approved', 'approved', 'approved', 'approved', 'approved', 'approvedWithConditions', 'approvedWithConditions', 'expired', 'refused'])[1 + abs(hashint4(i)) % 10],
      (array['I', 'II', 'II', 'III', 'III', 'IV'])[1 + abs(hashint4(-i)) % 6],
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

/**
 * Fills the agency's queue with 100,000 filed submissions of 50 organisations: one in seven still in screening and with
 * nobody, the others shared by 100 case managers, half of them decided long ago.
 */
export async function fillQueue(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into organisation (name, verified_at)
      select 'Benchmark developer ' || i, now() from generate_series(1, 50) i;
    insert into person (name, office, roles)
      select 'Benchmark manager ' || i, 'Case manager', array['caseManager'] from generate_series(1, 99) i;
    insert into submission (organisation_id, state, reference, pack_id, model_name, model_version, risk_class, created_at, submitted_at,
                            accepted_at, decided_at, due_at, due_clock, paused, manager_id)
    select
      o.ids[1 + i % 50], s.state,
      'C-' || upper(lpad(to_hex(268435456 + i), 8, '0')),
      (select id from policy_pack order by in_force_from desc limit 1),
      (array['Radio', 'Patho', 'Derm', 'Cardio', 'Triage'])[1 + i % 5] || 'Lens ' || i, '1.' || i % 10,
      (array['I', 'II', 'III', 'IV'])[1 + abs(hashint4(-i)) % 4],
      s.at, s.at, case when s.state <> 'screening' then s.at end, case when s.state = 'decided' then s.at end,
      case when s.state not in ('decided', 'withdrawn') then now() + make_interval(mins => abs(hashint4(i + 1)) % 200000 - 20000) end,
      case when s.state not in ('decided', 'withdrawn') then 'reviewII' end, s.state = 'onHold',
      case when s.state <> 'screening' then m.ids[1 + abs(hashint4(i + 2)) % array_length(m.ids, 1)] end
    from generate_series(1, ${submissionCount}) i,
      lateral (select (array['screening', 'screening', 'inReview', 'inReview', 'inReview', 'onHold', 'consolidation', 'decisionPending',
                             'decided', 'decided', 'decided', 'decided', 'decided', 'withdrawn'])[1 + abs(hashint4(i)) % 14] as state,
                      now() - make_interval(mins => i) as at) s,
      (select array_agg(id) as ids from organisation where name like 'Benchmark%') o,
      (select array_agg(id order by name) as ids from person where 'caseManager' = any (roles)) m;
    -- What is filed is open to the whole agency, by its well-known id.
    insert into case_access (actor_id, case_id) select '00000000-0000-4000-8000-00000000a9e1', id from submission where submitted_at is not null;
    insert into case_part (case_id, organisation_id, person_id, part, since)
      select id, organisation_id, manager_id, 'caseManager', accepted_at from submission where manager_id is not null;
  `)
  await owner.query('vacuum analyze submission')
  await owner.query('vacuum analyze case_part')
  await owner.query('vacuum analyze case_access')
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
