/** What a driver's error says of itself. */
const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/** Two transactions stood in each other's way, and Postgres rolled one back: nothing of it stays, it may be tried again. */
export const isRivalry = (cause: unknown): boolean => ['40001', '40P01'].includes(codeOf(cause))

const away = /^(08|53|57P)|^(55P03|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/
const words =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * The database is away, stopping, full, or a lock or statement took too long. Whether a COMMIT that was on its way when
 * the connection broke came through is not known: the same command, sent again, finds out.
 */
export const isAway = (cause: unknown): boolean =>
  isRivalry(cause) ||
  away.test(codeOf(cause)) ||
  (cause instanceof Error && (words.test(cause.message) || (cause.cause !== undefined && isAway(cause.cause))))
