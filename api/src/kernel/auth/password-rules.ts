import { dictionary } from '@zxcvbn-ts/language-common'
import type { Unmet } from '@placet/shared/kernel/process'

/** Nobody has an account without a second factor, so that eight characters are enough (security.md 3). */
const least = 8
const most = 256
/** What is left of a password beside a word that anybody could guess must be as long as a password by itself. */
const ownWords = ['placet', 'agency', 'password', 'passkey']

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

let known: ReadonlySet<string> | undefined
/** About 49,000 common and breached passwords (@zxcvbn-ts/language-common, MIT); read at the first need. */
const common = (): ReadonlySet<string> => (known ??= new Set((dictionary['passwords-common'] as string[]).map(folded)))

/** Without the digits and marks that people put around a word: "Summer2026!" is "summer". */
const core = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')

/**
 * What is wrong with a new password; empty when nothing is. No rule of composition, no expiry (NIST SP 800-63B-4).
 * @param words the agency's own, and what is known of the person: name, address
 */
export function passwordFaults(password: string, words: readonly string[] = []): Unmet[] {
  const text = password.normalize('NFC')
  const length = [...text].length
  if (length < least) return [{ code: 'passwordShort', params: { least } }]
  if (length > most) return [{ code: 'inputTooLong', params: { most } }]
  const plain = folded(text)
  if (
    new Set(plain).size < 4 ||
    common().has(plain) ||
    (core(plain).length >= 4 && common().has(core(plain)) && plain.length < 15)
  )
    return [{ code: 'passwordCommon' }]
  const own = [...ownWords, ...words.flatMap((word) => folded(word).split(/[^\p{L}\p{N}]+/u))].filter(
    (word) => word.length >= 4,
  )
  const rest = own.reduce((left, word) => left.replaceAll(word, ''), plain)
  return [...rest].length < least && rest !== plain ? [{ code: 'passwordOwnWord' }] : []
}
