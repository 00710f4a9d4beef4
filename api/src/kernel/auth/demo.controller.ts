import { Controller, Get, NotFoundException } from '@nestjs/common'
import type { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { signingIn } from './actor.ts'
import { demoAccounts, readDemoPasskeys } from './demo-accounts.ts'
import type { DemoAccount } from './demo-accounts.ts'

type Told = Omit<DemoAccount, 'organisation' | 'expertise'> & { passkey: SoftwarePasskey | null }

/** The demonstration's people with all that they sign in by; in production there is no such address. */
@Controller('auth/demo-accounts')
export class DemoController {
  constructor(
    private readonly portal: Portal,
    private readonly databases: Databases,
  ) {}

  @Get()
  @Policy('public')
  async demoAccounts(): Promise<Told[]> {
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
