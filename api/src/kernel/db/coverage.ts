import type { QueryRunner } from 'typeorm'

/**
 * Tables whose rows do not stand in the log, each with the reason. Every other table is covered by the triggers of
 * `cover_table`; the offline verifier keeps a list of its own and a test holds the two together.
 */
export const tablesOutside: Readonly<Record<string, string>> = {
  command: 'answers kept for repeated clicks; deleted after 30 days',
  delivery: 'letters on their way; what they tell of is in transition',
  demo_marker: 'one row, written once by the demo',
  demo_passkey: 'private keys that everybody may know',
  download_link: 'good once, for a minute',
  log_checkpoint: 'signed itself',
  log_columns: 'named by its own hash in every digest',
  log_cosignature: 'signed itself, by others',
  log_leaf: 'is the log',
  log_node: 'recomputed from the leaves',
  log_pending: 'work list of the sequencer',
  log_position: 'recomputed: the order of the leaves is what the root commits to',
  log_row: 'stands in the records of the leaves',
  log_salt: 'opens the commitments of the leaves',
  migration: 'list of the program, not of the agency',
  outbox: 'work list; what it tells of is in transition',
  oidc_attempt: 'random, single use, minutes',
  proof_challenge: 'random, single use, minutes',
  register_counter: 'counted again by the verifier',
  register_version: 'says that a cache is stale',
  session: 'ends with the session',
  sign_in_attempt: 'half a sign-in, minutes',
  sign_in_failure: 'counts guesses for minutes',
  upload: 'uploads begun, for the quotas; what arrived is in document',
}

/** Columns outside, of tables that are inside; generated columns are outside by themselves. */
export const columnsOutside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  notice: { read_at: 'whether the person has looked' },
  passkey: {
    backed_up: 'what the authenticator said last',
    counter: 'what the authenticator counted last',
    last_used_at: 'when it was used last',
  },
  register_entry: { log_index: 'follows from leaf_id; the verifier compares it' },
  totp: { last_step: 'the code that was used last' },
}

/** Puts every table that is not named above under the log's triggers, and its rows into the log where they are not yet. */
export async function coverTables(db: QueryRunner): Promise<void> {
  const tables = (await db.query(
    `select c.relname as name from pg_class c
     where c.relkind in ('r', 'p') and c.relpersistence = 'p' and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1) order by 1`,
    [Object.keys(tablesOutside)],
  )) as { name: string }[]
  for (const { name } of tables)
    await db.query(`select cover_table($1, $2)`, [name, Object.keys(columnsOutside[name] ?? {})])
}
