import { Controller, Get, HttpCode, NotFoundException, Post, Req, Res, UseGuards } from '@nestjs/common'
import type { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { signingIn } from './actor.ts'
import { demoAccounts, readDemoPasskeys } from './demo-accounts.ts'
import type { DemoAccount } from './demo-accounts.ts'
import { PasswordGuard } from './password.strategy.ts'
import type { Proven } from './password.strategy.ts'
import { cookieName, cookieOptions, tokenOf } from './cookie.ts'
import { Sessions } from './sessions.ts'

@Controller('auth')
export class AuthController {
  constructor(
    private readonly sessions: Sessions,
    private readonly portal: Portal,
    private readonly databases: Databases,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Policy('public')
  @UseGuards(PasswordGuard)
  async signIn(
    @Req() request: FastifyRequest & { user: Proven },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ ok: true }> {
    const before = await this.sessions.find(tokenOf(request, this.portal))
    await this.sessions.end(before.actor)
    const token = await this.sessions.begin(request.user.personId, request.user.staff)
    void reply.setCookie(cookieName(this.portal), token, cookieOptions(this.portal))
    return { ok: true }
  }

  @Post('sign-out')
  @HttpCode(204)
  @Policy('public')
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = await this.sessions.find(tokenOf(request, this.portal))
    await this.sessions.end(actor)
    void reply.clearCookie(cookieName(this.portal), cookieOptions(this.portal))
  }

  @Get('demo-accounts')
  @Policy('public')
  async demoAccounts(): Promise<
    (Omit<DemoAccount, 'organisation' | 'expertise'> & { passkey: SoftwarePasskey | null })[]
  > {
    if (this.portal.mode === 'production') throw new NotFoundException()
    const passkeys = await run(this.databases.app, signingIn, 'read', readDemoPasskeys)
    return demoAccounts.map(({ email, password, name, office, roles }) => ({
      email,
      password,
      name,
      office,
      roles,
      passkey: passkeys.get(email) ?? null,
    }))
  }
}
