import { Controller, Get, HttpCode, NotFoundException, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { giveOidcAttempt, giveSession, oidcAttemptOf, takeOidcAttempt, tokenOf } from './cookie.ts'
import { deviceOf } from './device.ts'
import { requireFresh } from './fresh.ts'
import { Oidc } from './oidc.ts'
import type { SignedIn } from './rest.ts'
import { Sessions } from './sessions.ts'

/** Signing in at the agency's identity provider; there are no such addresses where none is set up. */
@Controller('auth/oidc')
export class OidcController {
  constructor(
    private readonly oidc: Oidc,
    private readonly portal: Portal,
    private readonly sessions: Sessions,
  ) {}

  @Get('start')
  @Policy('public')
  async start(@Res() reply: FastifyReply): Promise<void> {
    this.refuseWhereNone()
    const begun = await this.oidc.start(null).catch(() => null)
    if (begun === null) return void reply.redirect('/sign-in?oidc=refused', 303)
    giveOidcAttempt(reply, this.portal, begun.browser)
    void reply.redirect(begun.url, 303)
  }

  /** The person links it to themselves, just proved by a passkey: whoever else could, could come in as them. */
  @Post('link')
  @HttpCode(200)
  @Policy('agency')
  async link(@Req() { actor }: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ url: string }> {
    this.refuseWhereNone()
    requireFresh(actor)
    const { url, browser } = await this.oidc.start(actor.id)
    giveOidcAttempt(reply, this.portal, browser)
    return { url }
  }

  @Get('callback')
  @Policy('public')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.refuseWhereNone()
    const { actor } = await this.sessions.find(tokenOf(request, this.portal))
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
    const self = actor.session === null ? null : actor.id
    const outcome = await this.oidc.finish(query, oidcAttemptOf(request, this.portal), self, deviceOf(request))
    takeOidcAttempt(reply, this.portal)
    if (outcome === 'linked') return void reply.redirect('/account/security?oidc=linked', 303)
    if (outcome === 'refused') return void reply.redirect('/sign-in?oidc=refused', 303)
    giveSession(reply, this.portal, await this.sessions.begin(outcome.signedIn, true, deviceOf(request), actor.session))
    void reply.redirect('/agency', 303)
  }

  private refuseWhereNone(): void {
    if (!this.oidc.isThere) throw new NotFoundException()
  }
}
