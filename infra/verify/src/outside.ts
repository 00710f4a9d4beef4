/** Tables of the log itself, and what is computed from others: they are checked by other means than a digest. */
export const tablesChecked: Readonly<Record<string, string>> = {
  log_checkpoint: 'by its signature and the root',
  log_columns: 'by its hash',
  log_cosignature: 'by its signature',
  log_leaf: 'by the tree',
  log_node: 'computed again',
  log_position: 'by the tree',
  log_row: 'by the records of the leaves',
  log_salt: 'by the commitments of the leaves',
  register_counter: 'counted again',
}

/**
 * What stands outside the log, each with the reason. A table or column that is neither in the log nor here is reported:
 * whoever takes something out of the log must take it up with the auditors first.
 */
export const tablesOutside: Readonly<Record<string, string>> = {
  command: 'answers kept for repeated clicks',
  delivery: 'letters on their way',
  demo_marker: 'says that this is a demonstration',
  demo_passkey: 'private keys of the demonstration, known to everybody',
  download_link: 'good once, for a minute',
  log_pending: 'work list',
  migration: 'list of the program',
  outbox: 'work list',
  oidc_attempt: 'random, single use, minutes',
  proof_challenge: 'random, single use, minutes',
  register_version: 'says that a cache is stale',
  session: 'ends with the session',
  sign_in_attempt: 'half a sign-in, minutes',
  sign_in_failure: 'counts guesses for minutes',
  upload: 'uploads begun, for the quotas',
}

/** `table.column` */
export const columnsOutside: Readonly<Record<string, string>> = {
  'notice.read_at': 'whether the person has looked',
  'passkey.backed_up': 'what the authenticator said last',
  'passkey.counter': 'what the authenticator counted last',
  'passkey.last_used_at': 'when it was used last',
  'register_entry.log_index': 'compared with the position of its leaf',
  'totp.last_step': 'the code that was used last',
}
