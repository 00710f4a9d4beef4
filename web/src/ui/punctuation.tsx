import { useLingui } from '@lingui/react'

const comma = (language: string): string => (language === 'ar' ? '، ' : ', ')

/** Names one after the other: no "and", which would ask for small letters in some languages. */
export const listed = (members: readonly string[], language: string): string => members.join(comma(language))

/** Parts two members of a list, as the reader's language does it; within a sentence the translation has its own. */
export function Comma() {
  return comma(useLingui().i18n.locale)
}

/** Between a name and what is said of it: in French it never begins a line, and stands a little apart. */
export function Colon() {
  return useLingui().i18n.locale === 'fr' ? '\u00a0: ' : ': '
}
