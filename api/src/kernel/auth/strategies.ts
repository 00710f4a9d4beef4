import { Injectable } from '@nestjs/common'
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common'
import { AuthGuard, PassportStrategy } from '@nestjs/passport'
import { CodeProof, PasskeyProof, RecoveryCodeProof } from '@placet/shared/passkey/account.schema'
import type { FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import { SignIn } from './sign-in.ts'
import type { Proven } from './sign-in.ts'
import { deviceOf } from './device.ts'
import { attemptOf } from './cookie.ts'
import { Portal } from '../portal.ts'
import { bodyOf, notProved, tooManyTries } from './rest.ts'

type Done = (fault: unknown, person?: Proven | false | null) => void

/** A strategy of Passport for a proof that stands in the body of the request. */
class BodyStrategy extends passport.Strategy {
  constructor(private readonly judge: (request: FastifyRequest, done: Done) => void) {
    super()
  }

  override authenticate(request: unknown): void {
    this.judge(request as FastifyRequest, (fault, person) => {
      if (fault) this.error(fault)
      else if (person) this.success(person)
      else this.fail(401)
    })
  }
}

/** E-mail and password: the first of two factors. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(LocalStrategy, 'password') {
  constructor(private readonly signIn: SignIn) {
    super({ usernameField: 'email', passwordField: 'password', session: false, passReqToCallback: true })
  }

  validate(request: unknown, email: unknown, password: unknown): Promise<Proven | null> {
    return this.signIn.byPassword(deviceOf(request as FastifyRequest), email, password)
  }
}

/** A passkey by itself: device and user verification are two factors. */
@Injectable()
export class PasskeyStrategy extends PassportStrategy(BodyStrategy, 'passkey') {
  constructor(private readonly signIn: SignIn) {
    super()
  }

  validate(request: FastifyRequest): Promise<Proven | null> {
    return this.signIn.byPasskey(deviceOf(request), bodyOf(request, PasskeyProof).answer)
  }
}

/** A passkey as the second factor of an attempt. */
@Injectable()
export class SecondPasskeyStrategy extends PassportStrategy(BodyStrategy, 'second-passkey') {
  constructor(
    private readonly signIn: SignIn,
    private readonly portal: Portal,
  ) {
    super()
  }

  validate(request: FastifyRequest): Promise<Proven | null> {
    const { answer } = bodyOf(request, PasskeyProof)
    return this.signIn.bySecondPasskey(deviceOf(request), attemptOf(request, this.portal), answer)
  }
}

/** A one-time code as the second factor of an applicant's attempt. */
@Injectable()
export class CodeStrategy extends PassportStrategy(BodyStrategy, 'code') {
  constructor(
    private readonly signIn: SignIn,
    private readonly portal: Portal,
  ) {
    super()
  }

  validate(request: FastifyRequest): Promise<Proven | null> {
    const { code } = bodyOf(request, CodeProof)
    return this.signIn.byCode(deviceOf(request), attemptOf(request, this.portal), 'code', code)
  }
}

/** A recovery code in place of the second factor. */
@Injectable()
export class RecoveryCodeStrategy extends PassportStrategy(BodyStrategy, 'recovery-code') {
  constructor(
    private readonly signIn: SignIn,
    private readonly portal: Portal,
  ) {
    super()
  }

  validate(request: FastifyRequest): Promise<Proven | null> {
    const { code } = bodyOf(request, RecoveryCodeProof)
    return this.signIn.byCode(deviceOf(request), attemptOf(request, this.portal), 'recoveryCode', code)
  }
}

/** Says no by a code that the web has words for. */
function guardFor(strategy: string, no: Parameters<typeof notProved>[0]): Type<CanActivate> {
  @Injectable()
  class ProofGuard extends AuthGuard(strategy) {
    override handleRequest<Person>(
      fault: unknown,
      person: Person | false | null,
      _info: unknown,
      _context: ExecutionContext,
    ): Person {
      // Too many hashes at once for this process: the next second may have room.
      if (fault instanceof GraphQLError) throw tooManyTries(1)
      if (fault) throw fault
      if (person) return person
      throw notProved(no)
    }
  }
  return ProofGuard
}

export const PasswordGuard = guardFor('password', 'WRONG_CREDENTIALS')
export const PasskeyGuard = guardFor('passkey', 'PASSKEY_REFUSED')
export const SecondPasskeyGuard = guardFor('second-passkey', 'PASSKEY_REFUSED')
export const CodeGuard = guardFor('code', 'WRONG_CODE')
export const RecoveryCodeGuard = guardFor('recovery-code', 'WRONG_CODE')

export const strategies = [PasswordStrategy, PasskeyStrategy, SecondPasskeyStrategy, CodeStrategy, RecoveryCodeStrategy]
