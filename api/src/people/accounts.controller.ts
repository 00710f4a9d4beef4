import { BadRequestException, Body, Controller, HttpCode, NotFoundException, Post } from '@nestjs/common'
import { AskReset, Join, ReadLink, RegisterOrganisation, ResetPassword } from '@placet/shared/people/people.schema'
import { inputFaults } from '@placet/shared/kernel/input'
import type * as z from 'zod/mini'
import { Policy } from '../kernel/policy.ts'
import { Accounts } from './accounts.ts'
import type { LinkRead } from './accounts.ts'

/** What begins without a session: the answers do not tell which accounts there are. */
@Controller('auth')
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Post('register')
  @HttpCode(202)
  @Policy('public')
  async register(@Body() body: unknown): Promise<{ ok: true }> {
    await this.accounts.askRegistration(parsed(RegisterOrganisation, body))
    return { ok: true }
  }

  @Post('link')
  @HttpCode(200)
  @Policy('public')
  async link(@Body() body: unknown): Promise<LinkRead> {
    const { token } = parsed(ReadLink, body)
    return (await this.accounts.read(token)) ?? unusable()
  }

  @Post('join')
  @HttpCode(200)
  @Policy('public')
  async join(@Body() body: unknown): Promise<{ ok: true }> {
    return done(await this.accounts.join(parsed(Join, body)))
  }

  @Post('reset')
  @HttpCode(202)
  @Policy('public')
  async reset(@Body() body: unknown): Promise<{ ok: true }> {
    await this.accounts.askReset(parsed(AskReset, body))
    return { ok: true }
  }

  @Post('reset/password')
  @HttpCode(200)
  @Policy('public')
  async resetPassword(@Body() body: unknown): Promise<{ ok: true }> {
    return done(await this.accounts.resetPassword(parsed(ResetPassword, body)))
  }

  @Post('email')
  @HttpCode(200)
  @Policy('public')
  async confirmEmail(@Body() body: unknown): Promise<{ ok: true }> {
    return done(await this.accounts.confirmEmail(parsed(ReadLink, body).token))
  }
}

const done = (worked: boolean): { ok: true } => (worked ? { ok: true } : unusable())

function unusable(): never {
  throw new NotFoundException({ code: 'LINK_UNUSABLE', message: 'This link was used, is too old, or was replaced.' })
}

/** The web has words for each code; a path says which field. */
function parsed<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.infer<Schema> {
  const read = schema.safeParse(body)
  if (read.success) return read.data as z.infer<Schema>
  const issues = inputFaults(read.error).map(({ at, code }) => ({ path: at, code }))
  throw new BadRequestException({ code: 'BAD_USER_INPUT', message: 'The input is not well-formed.', issues })
}
