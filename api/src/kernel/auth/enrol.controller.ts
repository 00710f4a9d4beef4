import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common'
import { CodeProof, NewPasskey } from '@placet/shared/passkey/account.schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import type { Tx } from '../db/run.ts'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { signingIn } from './actor.ts'
import { attemptHash, countWrongCode, endAttempt, findAttempt } from './attempts.ts'
import type { Attempt } from './attempts.ts'
import { giveChallenge, takeChallenge } from './challenges.ts'
import { makeRecoveryCodes, startCodes, takeCode } from './codes.ts'
import { attemptOf, giveSession } from './cookie.ts'
import { deviceOf } from './device.ts'
import { enrolments, factorsOf, waysOf } from './factors.ts'
import type { Way } from './factors.ts'
import { challengeIn, creationOptions, keepPasskey, relyingParty } from './passkeys.ts'
import { bodyOf, notProved } from './rest.ts'
import { SecretBox } from './secret-box.ts'
import { noteSecurity, noteSignIn } from './security-events.ts'
import { beginSession } from './sessions.ts'

/** Entered by enrolling; recovery codes are shown this once. */
type Entered = { next: 'done'; recoveryCodes: string[] }

/** The first second factor of an account, within a sign-in that is half proved: before it there is no session. */
@Controller('auth/enrol')
@Policy('public')
export class EnrolController {
  constructor(
    private readonly portal: Portal,
    private readonly databases: Databases,
    private readonly box: SecretBox,
  ) {}

  @Post('passkey/options')
  @HttpCode(200)
  passkeyOptions(@Req() request: FastifyRequest): Promise<object> {
    return this.within(request, 'passkey', async (tx, { hash, ...person }) => {
      const challenge = await giveChallenge(tx, 'enrol', { personId: person.personId, boundTo: hash })
      return creationOptions(tx, relyingParty(this.portal), person, challenge)
    })
  }

  @Post('passkey')
  @HttpCode(200)
  async passkey(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Entered> {
    const { answer, name } = bodyOf(request, NewPasskey)
    const challenge = challengeIn(answer)
    const token = await this.within(request, 'passkey', async (tx, attempt) => {
      const { hash, personId } = attempt
      if (challenge === null || !(await takeChallenge(tx, challenge, 'enrol', { personId, boundTo: hash }))) return null
      const kept = await keepPasskey(tx, relyingParty(this.portal), personId, answer, challenge, name)
      if (kept === null) return null
      await noteSecurity(tx, 'passkeyAdded', personId, deviceOf(request), { passkey: kept })
      return this.enter(tx, request, attempt, 'passkey')
    })
    if (token === null) throw notProved('PASSKEY_REFUSED')
    giveSession(reply, this.portal, token)
    return { next: 'done', recoveryCodes: [] }
  }

  @Post('codes')
  @HttpCode(200)
  codes(@Req() request: FastifyRequest): Promise<{ secret: string; uri: string }> {
    return this.within(request, 'code', (tx, attempt) => startCodes(tx, this.box, attempt))
  }

  @Post('codes/confirm')
  @HttpCode(200)
  async confirmCodes(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Entered> {
    const { code } = bodyOf(request, CodeProof)
    const entered = await this.within(request, 'code', async (tx, attempt) => {
      const { personId } = attempt
      if (!(await takeCode(tx, this.box, personId, code, { pending: true }))) {
        await countWrongCode(tx, attempt)
        return null
      }
      await noteSecurity(tx, 'codesAdded', personId, deviceOf(request))
      return {
        recoveryCodes: await makeRecoveryCodes(tx, personId),
        token: await this.enter(tx, request, attempt, 'code'),
      }
    })
    if (entered === null) throw notProved('WRONG_CODE')
    giveSession(reply, this.portal, entered.token)
    return { next: 'done', recoveryCodes: entered.recoveryCodes }
  }

  private async enter(tx: Tx, request: FastifyRequest, attempt: Attempt, way: Way): Promise<string> {
    await endAttempt(tx, attempt)
    const from = deviceOf(request)
    await noteSignIn(tx, attempt.personId, from, way)
    return beginSession(tx, attempt.personId, attempt.staff, from)
  }

  /** Only where this person has no second factor yet and may enrol this one: an attempt never adds to those that there are. */
  private async within<Result>(
    request: FastifyRequest,
    way: Way,
    work: (tx: Tx, attempt: Attempt) => Promise<Result>,
  ): Promise<Result> {
    const result = await run(this.databases.app, signingIn, 'write', async (tx) => {
      const attempt = await findAttempt(tx, attemptHash(attemptOf(request, this.portal)))
      if (attempt === undefined || !enrolments(attempt.staff).includes(way)) return over
      const ways = waysOf(await factorsOf(tx, attempt.personId), attempt.staff)
      return ways.length > 0 ? over : { done: await work(tx, attempt) }
    })
    if ('over' in result) throw notProved('ATTEMPT_OVER')
    return result.done
  }
}

const over = { over: true } as const
