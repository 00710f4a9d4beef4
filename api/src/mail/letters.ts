import type { Language } from '../kernel/auth/actor.ts'
import { say } from '../kernel/wording.ts'

/** Page of the portal that a letter leads to, by its kind. Nothing confidential stands in a letter: who it is about signs in. */
const pages: Record<string, string> = {
  case: '/',
  newDevice: '/account',
  factorChanged: '/account',
  manyFailures: '/account',
  passwordChanged: '/account',
  rolesChanged: '/account',
  alreadyAccount: '/sign-in',
  emailAsked: '/account',
  registration: '/join',
  member: '/join',
  staff: '/join',
  reset: '/reset-password',
  email: '/confirm-email',
}

/** Letters whose link carries a token. It stands after the #: no server on the way and no log reads it. */
export const withToken: ReadonlySet<string> = new Set(['registration', 'member', 'staff', 'reset', 'email'])

export type Letter = { subject: string; text: string }

/** The words of a letter, as plain text: a mail client needs nothing more to show it, in any direction. */
export function letterOf(
  { kind, language, token, organisation }: { kind: string; language: Language; token?: string; organisation?: string },
  origin: string,
): Letter {
  const page = pages[kind]
  if (page === undefined) throw new Error(`there is no letter of kind ${kind}`)
  const lines = [
    say(language, 'mail.greeting'),
    say(language, `mail.${kind}.body`, { organisation: organisation ?? '' }),
    `${origin}${page}${token === undefined ? '' : `#${token}`}`,
    say(language, 'mail.foot'),
  ]
  return { subject: say(language, `mail.${kind}.subject`), text: `${lines.join('\n\n')}\n` }
}
