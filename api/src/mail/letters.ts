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
}

export type Letter = { subject: string; text: string }

/** The words of a letter, as plain text: a mail client needs nothing more to show it, in any direction. */
export function letterOf(kind: string, language: Language, origin: string): Letter {
  const page = pages[kind]
  if (page === undefined) throw new Error(`there is no letter of kind ${kind}`)
  const lines = [
    say(language, 'mail.greeting'),
    say(language, `mail.${kind}.body`),
    `${origin}${page}`,
    say(language, 'mail.foot'),
  ]
  return { subject: say(language, `mail.${kind}.subject`), text: `${lines.join('\n\n')}\n` }
}
