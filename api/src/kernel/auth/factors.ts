import type { Sql } from '../db/run.ts'

/** What a person has to prove themselves by, besides the password. */
export type Factors = { passkeys: number; codes: boolean; recoveryCodes: number }

/** Ways that count as a second factor for this person now. */
export type Way = 'passkey' | 'code' | 'recoveryCode'

export async function factorsOf(tx: Sql, personId: string): Promise<Factors> {
  const found = await tx.one<Factors>(
    `select (select count(*)::int from passkey where person_id = $1) as passkeys,
       exists (select 1 from totp where person_id = $1 and confirmed_at is not null) as codes,
       (select count(*)::int from recovery_code where person_id = $1 and used_at is null) as "recoveryCodes"`,
    [personId],
  )
  return found ?? { passkeys: 0, codes: false, recoveryCodes: 0 }
}

/** Staff: a passkey alone, as a code can be phished. Applicants: a passkey or a code, and a recovery code in its place. */
export function waysOf({ passkeys, codes, recoveryCodes }: Factors, staff: boolean): Way[] {
  const ways: Way[] = passkeys > 0 ? ['passkey'] : []
  if (staff) return ways
  if (codes) ways.push('code')
  if (ways.length > 0 && recoveryCodes > 0) ways.push('recoveryCode')
  return ways
}

/** What somebody without a second factor may enrol before there is a session. */
export const enrolments = (staff: boolean): Way[] => (staff ? ['passkey'] : ['passkey', 'code'])
