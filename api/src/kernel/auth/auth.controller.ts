import { Controller, Get, HttpCode, NotFoundException, Post, Req, Res, UseGuards } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { demoAccounts } from './demo-accounts.ts'
import { PasswordGuard } from './password.strategy.ts'
import type { Proven } from './password.strategy.ts'
import { cookieName, cookieOptions, tokenOf } from './cookie.ts'
import { Sessions } from './sessions.ts'

@Controller('auth')
export class AuthController {
  constructor(
    private readonly sessions: Sessions,
    private readonly portal: Portal,
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
  demoAccounts(): { email: string; password: string; name: string; office: string; roles: string[] }[] {
    if (this.portal.mode === 'production') throw new NotFoundException()
    return demoAccounts.map(({ email, password, name, office, roles }) => ({
      email,
      password,
      name,
      office,
      roles: [...roles],
    }))
  }
}
