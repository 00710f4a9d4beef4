import type { Tx } from './db/run.ts'

/** Letters about an account, told to its own address. */
export type AccountLetter = 'newDevice' | 'factorChanged' | 'manyFailures' | 'passwordChanged' | 'rolesChanged'

/** Puts a letter into the outbox of this transaction; the worker mails it to the person's address after the commit. */
export async function announce(tx: Tx, letter: AccountLetter, personId: string): Promise<void> {
  await tx.rows(
    `insert into outbox (at, topic, case_id, subject_id, applicant_sees, payload) values (now(), $1, null, $2, false, '{}')`,
    [`account.${letter}`, personId],
  )
}
