/** What a driver's error says of itself. */
const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/** Two transactions stood in each other's way, and Postgres rolled one back: nothing of it stays, it may be tried again. */
export const isRivalry = (cause: unknown): boolean => ['40001', '40P01'].includes(codeOf(cause))

/** The database held two duties of one case apart, which no policy had foreseen: the last wall, and still a "no" to a person. */
export const isDutiesApart = (cause: unknown): boolean =>
  codeOf(cause) === '23514' && (cause as { constraint?: unknown }).constraint === 'case_part_duties_apart'

/** A row with this value is there already, by this unique index. */
export const isTaken = (cause: unknown, index: string): boolean =>
  codeOf(cause) === '23505' && (cause as { constraint?: unknown }).constraint === index

const away = /^(08|53|57P)|^(55P03|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/
const words =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|terminating connection|the database system is )/

/**
 * The database is away, stopping, full, or a lock or statement took too long. Whether a COMMIT that was on its way when
 * the connection broke came through is not known: the same command, sent again, finds out.
 */
export const isAway = (cause: unknown): boolean => {
  // Not by class: what a compiled query or a pool throws on is often a plain object with the words of the first error.
  if (typeof cause !== 'object' || cause === null) return false
  const {
    message,
    cause: before,
    originalError,
  } = cause as { message?: unknown; cause?: unknown; originalError?: unknown }
  return (
    isRivalry(cause) ||
    away.test(codeOf(cause)) ||
    (typeof message === 'string' && words.test(message)) ||
    isAway(before) ||
    isAway(originalError)
  )
}
