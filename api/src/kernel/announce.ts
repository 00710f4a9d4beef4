import type { Sql } from './db/run.ts'

/** Letters about an account, told to its own address. */
export type AccountLetter = 'newDevice' | 'factorChanged' | 'manyFailures' | 'passwordChanged' | 'rolesChanged'

/** Letters that carry a link: by the kind of `access_link` that they are about. */
export type LinkLetter = 'registration' | 'member' | 'staff' | 'reset' | 'email'

/** Puts a letter into the outbox of this transaction; the worker mails it to the person's address after the commit. */
export const announce = (tx: Sql, letter: AccountLetter, personId: string): Promise<void> =>
  enqueue(tx, letter, personId)

/** As `announce`, for a link; its token is made when the letter goes out, and what was sent before works no more. */
export const announceLink = (tx: Sql, letter: LinkLetter, linkId: string): Promise<void> => enqueue(tx, letter, linkId)

async function enqueue(tx: Sql, letter: string, subjectId: string): Promise<void> {
  await tx.rows(
    `insert into outbox (at, topic, case_id, subject_id, applicant_sees, payload) values (now(), $1, null, $2, false, '{}')`,
    [`account.${letter}`, subjectId],
  )
}
