/** Why a card cannot be read: a code of the message catalogue with what its text names. */
export type CardIssue = { path: string; code: string; params: Record<string, string | number> }

/** Largest card, in bytes of UTF-8. */
export const cardLimit = 1024 * 1024

/** Largest front matter, in bytes of UTF-8. The longest seen in public cards is 240 kB (thousands of benchmark rows). */
export const frontMatterLimit = 256 * 1024

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024)

export const cardIssue = (code: string, params: Record<string, string | number> = {}): CardIssue => ({
  path: 'card',
  code: `card.${code}`,
  params,
})

export const tooLarge = (code: string, bytes: number, limit: number): CardIssue =>
  cardIssue(code, { kilobytes: kilobytes(bytes), limit: kilobytes(limit) })
