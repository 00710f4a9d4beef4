import { Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { signingIn } from './actor.ts'
import { attemptHash, beginAttempt, findAttempt } from './attempts.ts'
import { giveChallenge } from './challenges.ts'
import { attemptOf, giveAttempt, giveSession, takeSession, tokenOf } from './cookie.ts'
import { deviceOf } from './device.ts'
import { enrolments, factorsOf, waysOf } from './factors.ts'
import type { Way } from './factors.ts'
import { relyingParty, requestOptions } from './passkeys.ts'
import { notProved } from './rest.ts'
import { noteSecurity } from './security-events.ts'
import { Sessions } from './sessions.ts'
import type { Proven } from './sign-in.ts'
import { CodeGuard, PasskeyGuard, PasswordGuard, RecoveryCodeGuard, SecondPasskeyGuard } from './strategies.ts'

type Judged = FastifyRequest & { user: Proven }

/** What comes next in a sign-in; `done` came with a session. */
type Next = { next: 'done' } | { next: 'secondFactor' | 'enrol'; ways: Way[] }

/** The ways in. Every answer to a proof that is not right has one text, status and time, whoever it was about. */
@Controller('auth')
@Policy('public')
export class SignInController {
  constructor(
    private readonly sessions: Sessions,
    private readonly portal: Portal,
    private readonly databases: Databases,
  ) {}

  /** For any passkey of this portal: asks nobody who they are. */
  @Post('sign-in/options')
  @HttpCode(200)
  async options(): Promise<object> {
    return run(this.databases.app, signingIn, 'write', async (tx) => {
      const challenge = await giveChallenge(tx, 'signIn', { personId: null, boundTo: null })
      return requestOptions(tx, relyingParty(this.portal), null, challenge)
    })
  }

  @Post('sign-in/passkey')
  @HttpCode(200)
  @UseGuards(PasskeyGuard)
  byPasskey(@Req() request: Judged, @Res({ passthrough: true }) reply: FastifyReply): Promise<Next> {
    return this.enter(request, reply)
  }

  @Post('sign-in')
  @HttpCode(200)
  @UseGuards(PasswordGuard)
  async byPassword(@Req() request: Judged, @Res({ passthrough: true }) reply: FastifyReply): Promise<Next> {
    const { personId, staff } = request.user
    const { token, ways } = await run(this.databases.app, signingIn, 'write', async (tx) => ({
      token: await beginAttempt(tx, personId),
      ways: waysOf(await factorsOf(tx, personId), staff),
    }))
    giveAttempt(reply, this.portal, token)
    return ways.length > 0 ? { next: 'secondFactor', ways } : { next: 'enrol', ways: enrolments(staff) }
  }

  @Post('second-factor/options')
  @HttpCode(200)
  async secondOptions(@Req() request: FastifyRequest): Promise<object> {
    const options = await run(this.databases.app, signingIn, 'write', async (tx) => {
      const attempt = await findAttempt(tx, attemptHash(attemptOf(request, this.portal)))
      if (attempt === undefined) return null
      const holder = { personId: attempt.personId, boundTo: attempt.hash }
      const challenge = await giveChallenge(tx, 'secondFactor', holder)
      return requestOptions(tx, relyingParty(this.portal), attempt.personId, challenge)
    })
    if (options === null) throw notProved('ATTEMPT_OVER')
    return options
  }

  @Post('second-factor/passkey')
  @HttpCode(200)
  @UseGuards(SecondPasskeyGuard)
  bySecondPasskey(@Req() request: Judged, @Res({ passthrough: true }) reply: FastifyReply): Promise<Next> {
    return this.enter(request, reply)
  }

  @Post('second-factor/code')
  @HttpCode(200)
  @UseGuards(CodeGuard)
  byCode(@Req() request: Judged, @Res({ passthrough: true }) reply: FastifyReply): Promise<Next> {
    return this.enter(request, reply)
  }

  @Post('second-factor/recovery-code')
  @HttpCode(200)
  @UseGuards(RecoveryCodeGuard)
  byRecoveryCode(@Req() request: Judged, @Res({ passthrough: true }) reply: FastifyReply): Promise<Next> {
    return this.enter(request, reply)
  }

  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = await this.sessions.find(tokenOf(request, this.portal))
    await this.sessions.end(actor)
    if (actor.session !== null)
      await run(this.databases.app, actor, 'write', (tx) => noteSecurity(tx, 'signedOut', actor.id, deviceOf(request)))
    takeSession(reply, this.portal)
  }

  /** A session for whoever was proved whole, in place of the one that this browser had. */
  private async enter(request: Judged, reply: FastifyReply): Promise<Next> {
    const { personId, staff } = request.user
    const { actor } = await this.sessions.find(tokenOf(request, this.portal))
    const token = await this.sessions.begin(personId, staff, deviceOf(request), actor.session)
    giveSession(reply, this.portal, token)
    return { next: 'done' }
  }
}
