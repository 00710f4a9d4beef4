import { Controller, HttpCode, NotFoundException, Post, Req } from '@nestjs/common'
import { AskReset, Join, ReadLink, RegisterOrganisation, ResetPassword } from '@placet/shared/people/people.schema'
import type { FastifyRequest } from 'fastify'
import { badBody, bodyOf } from '../kernel/auth/rest.ts'
import { Policy } from '../kernel/policy.ts'
import { Accounts } from './accounts.ts'
import type { LinkRead, Used } from './accounts.ts'

/** What begins without a session: the answers do not tell which accounts there are. */
@Controller('auth')
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Post('register')
  @HttpCode(202)
  @Policy('public')
  async register(@Req() request: FastifyRequest): Promise<{ ok: true }> {
    await this.accounts.askRegistration(bodyOf(request, RegisterOrganisation))
    return { ok: true }
  }

  @Post('link')
  @HttpCode(200)
  @Policy('public')
  async link(@Req() request: FastifyRequest): Promise<LinkRead> {
    const { token } = bodyOf(request, ReadLink)
    return (await this.accounts.read(token)) ?? unusable()
  }

  @Post('join')
  @HttpCode(200)
  @Policy('public')
  async join(@Req() request: FastifyRequest): Promise<{ ok: true }> {
    return done(request, await this.accounts.join(bodyOf(request, Join)))
  }

  @Post('reset')
  @HttpCode(202)
  @Policy('public')
  async reset(@Req() request: FastifyRequest): Promise<{ ok: true }> {
    await this.accounts.askReset(bodyOf(request, AskReset))
    return { ok: true }
  }

  @Post('reset/password')
  @HttpCode(200)
  @Policy('public')
  async resetPassword(@Req() request: FastifyRequest): Promise<{ ok: true }> {
    return done(request, await this.accounts.resetPassword(bodyOf(request, ResetPassword)))
  }

  @Post('email')
  @HttpCode(200)
  @Policy('public')
  async confirmEmail(@Req() request: FastifyRequest): Promise<{ ok: true }> {
    return done(request, await this.accounts.confirmEmail(bodyOf(request, ReadLink).token))
  }
}

function done(request: FastifyRequest, used: Used): { ok: true } {
  if (used === 'done') return { ok: true }
  if (used === 'unusable') unusable()
  throw badBody(
    request,
    used.map((fault) => ({ ...fault, at: 'password' })),
  )
}

function unusable(): never {
  throw new NotFoundException({ code: 'LINK_UNUSABLE', message: 'This link was used, is too old, or was replaced.' })
}
