import { Controller, Get, Header } from '@nestjs/common'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'

/** RFC 9116 asks for less than a year. */
const validDays = 180

/** Where weaknesses are reported (RFC 9116). The day it expires moves on by itself: an address that is served is in use. */
@Controller('.well-known')
export class SecurityTextController {
  constructor(private readonly portal: Portal) {}

  @Get('security.txt')
  @Policy('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  text(): string {
    const today = new Date()
    const expires = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + validDays)
    return [
      `Contact: ${this.portal.securityContact}`,
      `Expires: ${new Date(expires).toISOString()}`,
      'Preferred-Languages: en, fr, ar',
      `Canonical: ${this.portal.origin}/.well-known/security.txt`,
      '',
    ].join('\n')
  }
}
