import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import { PasskeyProof, PasswordAndCodeProof, RowId } from '@placet/shared/passkey/account.schema'
import type { FastifyReply } from 'fastify'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import type { Tx } from '../db/run.ts'
import { notFound, unauthenticated } from '../errors.ts'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { isApplicant } from './actor.ts'
import type { Actor } from './actor.ts'
import { giveChallenge, takeChallenge } from './challenges.ts'
import { takeCode } from './codes.ts'
import { giveSession, takeSession, tokenOf } from './cookie.ts'
import { deviceOf } from './device.ts'
import { factorsOf, waysOf } from './factors.ts'
import type { Way } from './factors.ts'
import { freshMinutes } from './fresh.ts'
import { challengeIn, relyingParty, requestOptions, verifyAssertion } from './passkeys.ts'
import { verifyOwnPassword } from './password.ts'
import { bodyOf, notProved } from './rest.ts'
import type { SignedIn } from './rest.ts'
import { SecretBox } from './secret-box.ts'
import { noteSecurity } from './security-events.ts'
import { endSessions, idleLimit, listSessions, renewSession, Sessions } from './sessions.ts'
import type { ListedSession } from './sessions.ts'

/** When the session at hand ends, and whether its person was proved just now. */
type SessionFacts = { expiresAt: Date; idleMinutes: number; freshUntil: Date | null; ways: Way[] }

/** The session at hand, proof again in it, and the others of its person. */
@Controller('auth/session')
@Policy('signedIn')
export class SessionController {
  constructor(
    private readonly portal: Portal,
    private readonly databases: Databases,
    private readonly sessions: Sessions,
    private readonly box: SecretBox,
  ) {}

  @Get()
  async facts(@Req() request: SignedIn): Promise<SessionFacts> {
    const { actor, expiresAt } = await this.sessions.find(tokenOf(request, this.portal))
    if (expiresAt === null) throw unauthenticated()
    const factors = await run(this.databases.app, actor, 'read', (tx) => factorsOf(tx, actor.id))
    return {
      expiresAt,
      idleMinutes: idleLimit(actor),
      freshUntil: actor.provedAt ? new Date(actor.provedAt.getTime() + freshMinutes * 60_000) : null,
      ways: waysOf(factors, !isApplicant(actor)),
    }
  }

  /** Being asked is all that it takes: the idle limit counts from the last request. */
  @Post('stay')
  @HttpCode(204)
  stay(): void {}

  @Post('proof/options')
  @HttpCode(200)
  proofOptions(@Req() { actor }: SignedIn): Promise<object> {
    return this.write(actor, async (tx) => {
      const challenge = await giveChallenge(tx, 'stepUp', { personId: actor.id, boundTo: actor.session })
      return requestOptions(tx, relyingParty(this.portal), actor.id, challenge)
    })
  }

  @Post('proof/passkey')
  @HttpCode(204)
  async proveByPasskey(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = request
    const { answer } = bodyOf(request, PasskeyProof)
    const challenge = challengeIn(answer)
    const token = await this.write(actor, async (tx) => {
      const holder = { personId: actor.id, boundTo: actor.session }
      const isRight =
        challenge !== null &&
        (await takeChallenge(tx, challenge, 'stepUp', holder)) &&
        (await verifyAssertion(tx, relyingParty(this.portal), actor.id, answer, challenge)) !== null
      return this.proved(tx, request, isRight, 'passkey')
    })
    if (token === null) throw notProved('PASSKEY_REFUSED')
    giveSession(reply, this.portal, token)
  }

  /** Applicants without a passkey at hand. A code never counts for staff. */
  @Post('proof/password')
  @HttpCode(204)
  async proveByPassword(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = request
    const { password, code } = bodyOf(request, PasswordAndCodeProof)
    // The password is judged first and counted: whoever holds a session only can not guess codes.
    const isKnown = isApplicant(actor) && (await verifyOwnPassword(this.databases.app, actor, password))
    const token = await this.write(actor, async (tx) =>
      this.proved(tx, request, isKnown && (await takeCode(tx, this.box, actor.id, code)), 'code'),
    )
    if (token === null) throw notProved('WRONG_CODE')
    giveSession(reply, this.portal, token)
  }

  @Get('all')
  list(@Req() { actor }: SignedIn): Promise<ListedSession[]> {
    return run(this.databases.app, actor, 'read', (tx) => listSessions(tx, actor))
  }

  @Post('all/:id/end')
  @HttpCode(204)
  async endOne(@Req() request: SignedIn, @Param('id') id: string): Promise<void> {
    const { actor } = request
    const ended =
      RowId.safeParse(id).success &&
      (await this.write(actor, async (tx) => {
        const count = await tx.count(`delete from session where person_id = $1 and id = $2`, [actor.id, id])
        if (count > 0) await noteSecurity(tx, 'sessionsEnded', actor.id, deviceOf(request), { sessions: count })
        return count > 0
      }))
    if (!ended) throw notFound()
  }

  @Post('all/end-others')
  @HttpCode(204)
  async endOthers(@Req() request: SignedIn): Promise<void> {
    await this.endAll(request, request.actor.session)
  }

  @Post('all/end')
  @HttpCode(204)
  async endEvery(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.endAll(request, null)
    takeSession(reply, this.portal)
  }

  private async endAll(request: SignedIn, but: Buffer | null): Promise<void> {
    const { actor } = request
    await this.write(actor, async (tx) => {
      const sessions = await endSessions(tx, actor.id, but)
      await noteSecurity(tx, 'sessionsEnded', actor.id, deviceOf(request), { sessions })
    })
  }

  /** A right proof gives the session a new token; null for a wrong one, or where the session ended meanwhile. */
  private async proved(tx: Tx, request: SignedIn, isRight: boolean, way: Way): Promise<string | null> {
    const { actor } = request
    await noteSecurity(tx, isRight ? 'provedAgain' : 'proofFailed', actor.id, deviceOf(request), { way })
    return isRight ? renewSession(tx, actor) : null
  }

  private write<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return run(this.databases.app, actor, 'write', work)
  }
}
