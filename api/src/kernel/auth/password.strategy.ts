import { HttpException, Injectable, UnauthorizedException } from '@nestjs/common'
import { AuthGuard, PassportStrategy } from '@nestjs/passport'
import { GraphQLError } from 'graphql'
import { Strategy } from 'passport-local'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { signingIn } from './actor.ts'
import { countTry, passwordMatches, secondsToWait } from './password.ts'

export type Proven = { personId: string; staff: boolean }

const tooManyTries = (retryAfter: number) =>
  new HttpException({ code: 'RATE_LIMITED', message: `Too many tries. Try again in ${retryAfter} s.`, retryAfter }, 429)

/** Proves by e-mail and password who it is; nothing more. Five failures are free, then the wait doubles up to 15 minutes. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, 'password') {
  constructor(private readonly databases: Databases) {
    super({ usernameField: 'email', passwordField: 'password', session: false })
  }

  async validate(email: unknown, password: unknown): Promise<Proven | null> {
    if (typeof email !== 'string' || typeof password !== 'string') return null
    if (email.length > 320 || password.length > 256 || email.includes('\0')) return null
    const key = `account:${email.trim().toLowerCase()}`
    const { account, wait } = await run(this.databases.app, signingIn, 'read', async (tx) => ({
      account: await tx.one<{ person_id: string; password_hash: string; staff: boolean }>(
        `select a.person_id, a.password_hash, p.organisation_id is null as staff from account a join person p on p.id = a.person_id
         where lower(a.email) = lower($1) and a.disabled_at is null`,
        [email.trim()],
      ),
      wait: await secondsToWait(tx, key),
    }))
    if (wait > 0) throw tooManyTries(wait)
    const right = await passwordMatches(account?.password_hash ?? null, password)
    await run(this.databases.app, signingIn, 'write', (tx) => countTry(tx, key, right))
    if (!right || account === undefined) return null
    return { personId: account.person_id, staff: account.staff }
  }
}

/** Says no by a code that the web has words for: one for all that is wrong, so that nobody learns which accounts exist. */
@Injectable()
export class PasswordGuard extends AuthGuard('password') {
  override handleRequest<Person>(fault: unknown, person: Person | false | null): Person {
    // Too many hashes at once for this process: the next second may have room.
    if (fault instanceof GraphQLError) throw tooManyTries(1)
    if (fault) throw fault
    if (person) return person
    throw new UnauthorizedException({
      code: 'WRONG_CREDENTIALS',
      message: 'The e-mail address or the password is wrong.',
    })
  }
}
