import { GraphQLError } from 'graphql'

/** Codes that may leave the server (security.md 2); anything else is a bug and shows as INTERNAL_SERVER_ERROR with a reference. */
export const publicCodes = new Set([
  'UNAUTHENTICATED',
  'STEP_UP_REQUIRED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'STATE_CONFLICT',
  'RATE_LIMITED',
  'PAYLOAD_TOO_LARGE',
  'OPERATION_NOT_ALLOWED',
  'UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
])

const error = (code: string, message: string) => new GraphQLError(message, { extensions: { code } })

/** Absence: unseen and absent look the same. */
export const notFound = () => error('NOT_FOUND', 'There is nothing here that you may see.')
export const unauthenticated = () => error('UNAUTHENTICATED', 'Sign in first.')
/** The web answers it with a dialog for proof, and then sends the same command again. */
export const stepUpRequired = () => error('STEP_UP_REQUIRED', 'Prove again who you are, then send the same again.')
/** `roles` of whom the door would let in, and the role of who can give it. */
export const forbidden = (roles: readonly string[] = [], grantedBy: string | null = null) =>
  new GraphQLError('Your account has no role for this.', { extensions: { code: 'FORBIDDEN', roles, grantedBy } })
export const rateLimited = () => error('RATE_LIMITED', 'Too many at once. Wait a moment and try again.')
export const notAllowed = () => error('OPERATION_NOT_ALLOWED', 'Only registered operations are answered here.')
export const badInput = (message: string) => error('BAD_USER_INPUT', message)
export const unavailable = () =>
  error('UNAVAILABLE', 'The portal is busy or its database is away. Wait a moment, then send the same again.')
