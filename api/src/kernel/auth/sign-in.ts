import { Injectable } from '@nestjs/common'
import type { AssertionAnswer } from '@placet/shared/passkey/passkey.schema'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import type { Sql, Tx } from '../db/run.ts'
import { Portal } from '../portal.ts'
import { signingIn } from './actor.ts'
import { attemptHash, countWrongCode, endAttempt, findAttempt } from './attempts.ts'
import type { Attempt } from './attempts.ts'
import { takeChallenge } from './challenges.ts'
import { takeCode, takeRecoveryCode } from './codes.ts'
import type { Device } from './device.ts'
import { factorsOf, waysOf } from './factors.ts'
import type { Way } from './factors.ts'
import { challengeIn, relyingParty, verifyAssertion } from './passkeys.ts'
import { hashPassword, isOutdated, passwordMatches } from './password.ts'
import { notProved, tooManyTries } from './rest.ts'
import { SecretBox } from './secret-box.ts'
import { noteSecurity, noteSignIn } from './security-events.ts'
import { accountKey, beginTry, endTry, isMany } from './tries.ts'

/** Who was proved, and by what. After the password alone there is no session yet. */
export type Proven = { personId: string; staff: boolean; way: Way | 'password' }

/** Each way in, with its limits; none of them makes a session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
    private readonly box: SecretBox,
  ) {}

  /** Five failures are free, then the wait doubles up to 15 minutes. An unknown account costs the same time and gets the same answer. */
  async byPassword(from: Device, email: unknown, password: unknown): Promise<Proven | null> {
    if (typeof email !== 'string' || typeof password !== 'string') return null
    if (email.length > 320 || password.length > 256 || email.includes('\0')) return null
    const key = accountKey(email, from)
    const { account, wait } = await this.write(async (tx) => ({
      account: await tx.one<{ person_id: string; password_hash: string; staff: boolean }>(
        `select a.person_id, a.password_hash, p.organisation_id is null as staff from account a join person p on p.id = a.person_id
         where lower(a.email) = lower($1) and a.disabled_at is null`,
        [email.trim()],
      ),
      wait: await beginTry(tx, key, from),
    }))
    if (wait > 0) throw tooManyTries(wait)
    const right = await passwordMatches(account?.password_hash ?? null, password)
    const renewed = right && account && isOutdated(account.password_hash) ? await hashPassword(password) : null
    await this.write(async (tx) => {
      const failures = await endTry(tx, key, from, right)
      if (!right) await this.noteFailure(tx, account?.person_id ?? null, from, failures, 'password')
      if (renewed !== null)
        await tx.rows(`update account set password_hash = $2 where person_id = $1`, [account?.person_id, renewed])
    })
    return right && account ? { personId: account.person_id, staff: account.staff, way: 'password' } : null
  }

  /** A passkey by itself, found by its id; one challenge, one answer. */
  async byPasskey(from: Device, answer: AssertionAnswer): Promise<Proven | null> {
    const key = `passkey|${from.network}|${answer.id.slice(0, 100)}`
    return this.write(async (tx) => {
      const wait = await beginTry(tx, key, from)
      if (wait > 0) throw tooManyTries(wait)
      const challenge = challengeIn(answer)
      const isOut =
        challenge !== null && (await takeChallenge(tx, challenge, 'signIn', { personId: null, boundTo: null }))
      const asserted = isOut ? await verifyAssertion(tx, relyingParty(this.portal), null, answer, challenge) : null
      const person =
        asserted &&
        (await tx.one<{ staff: boolean }>(
          `select p.organisation_id is null as staff from person p join account a on a.person_id = p.id
           where p.id = $1 and a.disabled_at is null`,
          [asserted.personId],
        ))
      const failures = await endTry(tx, key, from, Boolean(person))
      if (!asserted || !person) {
        await this.noteFailure(tx, asserted?.personId ?? null, from, failures, 'passkey')
        return null
      }
      await noteSignIn(tx, asserted.personId, from, 'passkey')
      return { personId: asserted.personId, staff: person.staff, way: 'passkey' }
    })
  }

  async bySecondPasskey(from: Device, token: string | undefined, answer: AssertionAnswer): Promise<Proven | null> {
    return this.second(from, token, 'passkey', async (tx, { hash, personId }) => {
      const challenge = challengeIn(answer)
      if (challenge === null || !(await takeChallenge(tx, challenge, 'secondFactor', { personId, boundTo: hash })))
        return false
      return (await verifyAssertion(tx, relyingParty(this.portal), personId, answer, challenge)) !== null
    })
  }

  async byCode(
    from: Device,
    token: string | undefined,
    way: 'code' | 'recoveryCode',
    code: string,
  ): Promise<Proven | null> {
    return this.second(from, token, way, async (tx, { personId }) => {
      if (way === 'code') return takeCode(tx, this.box, personId, code)
      const taken = await takeRecoveryCode(tx, personId, code)
      if (taken) await noteSecurity(tx, 'recoveryCodeUsed', personId, from)
      return taken
    })
  }

  /** The second factor of an attempt: right, the attempt is over and the person proved; wrong five times, it is over as well. */
  private async second(
    from: Device,
    token: string | undefined,
    way: Way,
    judge: (tx: Tx, attempt: Attempt) => Promise<boolean>,
  ): Promise<Proven | null> {
    const proven = await this.write(async (tx) => {
      const attempt = await findAttempt(tx, attemptHash(token))
      if (attempt === undefined) return 'over'
      const { personId, staff } = attempt
      // A way that does not count for this person is as wrong as a wrong code.
      const counts = waysOf(await factorsOf(tx, personId), staff).includes(way)
      if (counts && (await judge(tx, attempt))) {
        await endAttempt(tx, attempt)
        await noteSignIn(tx, personId, from, way)
        return { personId, staff, way }
      }
      await countWrongCode(tx, attempt)
      await this.noteFailure(tx, personId, from, 0, way)
      return null
    })
    // Thrown after the count was committed.
    if (proven === 'over') throw notProved('ATTEMPT_OVER')
    return proven
  }

  private async noteFailure(
    tx: Sql,
    personId: string | null,
    from: Device,
    failures: number,
    way: Proven['way'],
  ): Promise<void> {
    await noteSecurity(tx, 'signInFailed', personId, from, { way })
    if (isMany(failures)) await noteSecurity(tx, 'manyFailures', personId, from, { failures })
  }

  private write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return run(this.databases.app, signingIn, 'write', work)
  }
}
