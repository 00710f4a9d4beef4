import { HttpException, Injectable, UnauthorizedException } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport-local'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { signingIn } from './actor.ts'
import { countTry, mustWait, passwordMatches } from './password.ts'

export type Proven = { personId: string; staff: boolean }

/** Proves by e-mail and password who it is; nothing more. Five failures are free, then the wait doubles up to 15 minutes. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, 'password') {
  constructor(private readonly databases: Databases) {
    super({ usernameField: 'email', passwordField: 'password', session: false })
  }

  async validate(email: unknown, password: unknown): Promise<Proven> {
    if (typeof email !== 'string' || typeof password !== 'string') throw new UnauthorizedException()
    if (email.length > 320 || password.length > 256 || email.includes('\0')) throw new UnauthorizedException()
    const key = `account:${email.trim().toLowerCase()}`
    const { account, wait } = await run(this.databases.app, signingIn, 'read', async (tx) => ({
      account: await tx.one<{ person_id: string; password_hash: string; staff: boolean }>(
        `select a.person_id, a.password_hash, p.organisation_id is null as staff from account a join person p on p.id = a.person_id
         where lower(a.email) = lower($1) and a.disabled_at is null`,
        [email.trim()],
      ),
      wait: await mustWait(tx, key),
    }))
    if (wait) throw new HttpException('Too many tries. Wait a moment.', 429)
    const right = await passwordMatches(account?.password_hash ?? null, password)
    await run(this.databases.app, signingIn, 'write', (tx) => countTry(tx, key, right))
    if (!right || account === undefined) throw new UnauthorizedException()
    return { personId: account.person_id, staff: account.staff }
  }
}
