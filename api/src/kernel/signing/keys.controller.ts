import { Controller, Get } from '@nestjs/common'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { FileKeys } from './keys.ts'
import type { PublishedKey } from './keys.ts'

/** The keys by which anybody checks what was signed here, old ones too. */
@Controller('.well-known/placet')
export class KeysController {
  constructor(
    private readonly keys: FileKeys,
    private readonly portal: Portal,
  ) {}

  @Get('keys.json')
  @Policy('public')
  async published(): Promise<{ v: 1; origin: string; keys: PublishedKey[] }> {
    return { v: 1, origin: this.portal.origin, keys: await this.keys.published() }
  }
}
