import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { getNamedType, GraphQLError, isInputObjectType } from 'graphql'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import { anyone } from '../auth/actor.ts'
import type { Language } from '../auth/actor.ts'
import { tokenOf } from '../auth/cookie.ts'
import type { Sessions } from '../auth/sessions.ts'
import { Call } from '../call.ts'
import type { Databases } from '../db/databases.ts'
import { withDeadline } from '../db/deadline.ts'
import { isAway } from '../db/faults.ts'
import { badInput, notAllowed, publicCodes, unavailable } from '../errors.ts'
import type { Portal } from '../portal.ts'
import { answerAway, answerRefusal, away } from './fault.filter.ts'
import { join, priorityOf } from './edge.ts'
import type { Kept, KeptAnswers } from './kept-answers.ts'
import type { Load } from './load.ts'
import type { Operation } from './operations.ts'

type Body = {
  operationName?: unknown
  variables?: unknown
  query?: unknown
  extensions?: { persistedQuery?: { sha256Hash?: unknown } }
}

type GraphqlApp = FastifyInstance & {
  graphql(source: string, context: object, variables: object, operationName?: string): Promise<ExecutionResult>
}

type Doors = {
  load: Load
  kept: KeptAnswers
  portal: Portal
  databases: Databases
  sessions: Sessions
  operations: Map<string, Operation>
}

/** The two doors to GraphQL: POST with a session, and GET for registered public operations without one. Nothing else is mounted. */
export function openGraphqlDoors(app: FastifyInstance, doors: Doors): void {
  const { load, kept, portal, databases, sessions, operations } = doors

  app.route({
    method: 'POST',
    url: '/graphql',
    bodyLimit: 100_000,
    errorHandler: refuseRequest,
    handler: async (request, reply) => {
      if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? ''))
        return reply.code(415).header('cache-control', 'no-store').send(wrongType)
      const body = (request.body ?? {}) as Body
      const document = documentOf(body)
      const priority = document !== null && signs(app, document) ? 'signing' : priorityOf(request, portal)
      if (!join(load, reply, priority)) return reply
      if (document === null) return send(reply, textOf({ errors: [notAllowed()] }, request))
      const answer = await execute(request, reply, document, body, async () => {
        const { actor, language } = await sessions.find(tokenOf(request, portal))
        return new Call(databases.app, actor, language ?? languageOf(request), request.id, databases.readsOf(actor))
      })
      return send(reply, answer)
    },
  })

  app.route<{ Params: { hash: string }; Querystring: { variables?: string } }>({
    method: 'GET',
    url: '/graphql/public/:hash',
    errorHandler: refuseRequest,
    handler: async (request, reply) => {
      const operation = operations.get(request.params.hash)
      if (operation === undefined || !operation.public) return send(reply, textOf({ errors: [notAllowed()] }, request))
      let variables: unknown
      try {
        variables = JSON.parse(request.query.variables ?? '{}')
      } catch {
        return reply
          .code(400)
          .header('cache-control', 'no-store')
          .send({ errors: [{ message: 'variables is not JSON', extensions: { code: 'BAD_USER_INPUT' } }] })
      }
      const language = languageOf(request)
      const key = JSON.stringify([request.params.hash, language, variables])
      const version = await kept.current()
      const tag = kept.tagOf(version, key)
      if (request.headers['if-none-match'] === tag) return shared(reply, tag).code(304).send()
      const known = kept.find(version, key)
      if (known !== undefined) return sendKept(request, shared(reply, tag), known)
      const call = () => Promise.resolve(new Call(databases.public, anyone, language, request.id))
      const body = { variables, operationName: operation.name }
      const answer = await execute(request, reply, operation.text, body, call)
      if (answer.failed) return send(reply, answer)
      return sendKept(request, shared(reply, tag), await kept.keep(version, key, answer.text))
    },
  })

  function documentOf(body: Body): string | null {
    const hash = body.extensions?.persistedQuery?.sha256Hash
    if (typeof hash === 'string' && operations.has(hash)) return operations.get(hash)?.text ?? null
    return portal.mode === 'development' && typeof body.query === 'string' ? body.query : null
  }

  async function execute(
    request: FastifyRequest,
    reply: FastifyReply,
    document: string,
    body: Body,
    answerable: () => Promise<Call>,
  ): Promise<Answer> {
    const variables = body.variables ?? {}
    const name = typeof body.operationName === 'string' ? body.operationName : undefined
    let call: Call | undefined
    try {
      if (typeof variables !== 'object' || Array.isArray(variables)) throw badInput('variables must be an object')
      const made = (call = await answerable())
      const context = { call: made, app, request, reply }
      const result = await within(portal.operationMs, async () => {
        const answer = await (app as GraphqlApp).graphql(document, context, variables, name)
        await made.recordReading(name ?? 'unnamed')
        return answer
      })
      return textOf(result, request)
    } catch (cause) {
      const errors = (cause as { errors?: readonly GraphQLError[] }).errors
      return textOf({ errors: errors ?? [cause as GraphQLError] }, request)
    } finally {
      await call?.end()
    }
  }
}

/** Does a document begin a signing ceremony, or seal one? Its command then takes a ceremony. */
function signs(app: FastifyInstance, document: string): boolean {
  const [, name] = /^\s*mutation\b[^{]*\{\s*(\w+)/.exec(document) ?? []
  if (name === undefined) return false
  if (name === 'beginSigning') return true
  const { schema } = (app as FastifyInstance & { graphql: { schema: GraphQLSchema } }).graphql
  const type = schema
    .getMutationType()
    ?.getFields()
    [name]?.args.map((argument) => getNamedType(argument.type))[0]
  return isInputObjectType(type) && type.getFields()['ceremonyId'] !== undefined
}

/** Answers, or at its deadline says so: what it was doing in the database is stopped and leaves nothing behind. */
async function within<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const stop = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const fault = unavailable()
    stop.abort(fault)
    late.reject(fault)
  }, milliseconds)
  try {
    return await Promise.race([withDeadline(stop.signal, work), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const wrongType = { code: 'BAD_USER_INPUT', message: 'This kind of content is not taken here.' }

/** What comes before a handler: a body that cannot be read, or is too large. */
function refuseRequest(fault: Error, request: FastifyRequest, reply: FastifyReply): void {
  if (answerRefusal(reply, fault) || answerAway(reply, fault)) return
  request.log.error({ err: fault, requestId: request.id }, 'fault')
  void reply
    .code(500)
    .header('cache-control', 'no-store')
    .send({ code: 'INTERNAL_SERVER_ERROR', reference: request.id })
}

/** An answer as it goes out; `failed` where it holds an error. */
type Answer = { text: string; failed: boolean }

function textOf(result: ExecutionResult, request: FastifyRequest): Answer {
  const errors = result.errors?.map((error) => publicError(error, request))
  const text = JSON.stringify({
    ...('data' in result ? { data: result.data } : {}),
    ...(errors === undefined ? {} : { errors }),
  })
  return { text, failed: errors !== undefined }
}

const send = (reply: FastifyReply, { text }: Answer): FastifyReply =>
  reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).send(text)

/** Any cache may have it for a few seconds, and ask by its tag whether it still holds. */
const shared = (reply: FastifyReply, etag: string): FastifyReply =>
  reply.headers({ etag, 'cache-control': 'public, max-age=5', vary: 'accept-language, accept-encoding' })

function sendKept(request: FastifyRequest, reply: FastifyReply, { text, brotli }: Kept): FastifyReply {
  void reply.header('content-type', 'application/json; charset=utf-8')
  return /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
    ? reply.header('content-encoding', 'br').send(brotli)
    : reply.send(text)
}

/** Frameworks send any thrown text to the client: only our own codes leave, everything else is a reference. */
function publicError(error: GraphQLError, request: FastifyRequest): object {
  const inner = error.originalError ?? error
  const extensions = ('extensions' in inner ? inner.extensions : error.extensions) as
    Record<string, unknown> | undefined
  const { code, roles, grantedBy } = extensions ?? {}
  const driver = (error as { code?: unknown }).code
  const known =
    typeof code === 'string' && publicCodes.has(code)
      ? code
      : driver === 'MER_ERR_GQL_QUERY_DEPTH'
        ? 'OPERATION_NOT_ALLOWED'
        : isDocumentError(error)
          ? 'BAD_USER_INPUT'
          : null
  if (known !== null)
    return {
      message: known === 'BAD_USER_INPUT' ? plain(error.message) : inner.message,
      ...(error.path === undefined ? {} : { path: error.path }),
      extensions: { code: known, ...(known === 'FORBIDDEN' ? { roles, grantedBy } : {}) },
    }
  if (isAway(inner)) {
    request.log.warn({ reason: inner.message, requestId: request.id }, 'database away')
    return {
      message: away.message,
      extensions: { code: away.code, reference: request.id },
    }
  }
  request.log.error({ err: inner, requestId: request.id }, 'fault')
  return {
    message: 'Something broke on our side. Nothing that was confirmed is lost.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', reference: request.id },
  }
}

/**
 * A document or its variables did not fit the schema: no resolver ran, so there is no path. Compiled queries have an error
 * class of their own; what both have are places in the document. What a variable's own type objects to is kept inside.
 */
const isDocumentError = (error: GraphQLError): boolean =>
  error.path === undefined &&
  Array.isArray((error as { locations?: unknown }).locations) &&
  (error.originalError == null || 'locations' in error.originalError)

/** No suggestions and no echoed values. */
function plain(message: string): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message)
  if (variable === null) return message.replace(/ Did you mean .*$/s, '').slice(0, 300)
  const [, at = ''] = / at "(\w+(?:\.\w+|\[\d+\])*)"; [^;]*$/.exec(message) ?? []
  return `The variable "$${variable[1] ?? ''}" has a value that is not usable${at === '' ? '' : ` at "${at.slice(0, 200)}"`}.`
}

const languages: readonly Language[] = ['en', 'fr', 'ar']
function languageOf(request: FastifyRequest): Language {
  const first = (request.headers['accept-language'] ?? '').slice(0, 2).toLowerCase()
  return languages.find((language) => language === first) ?? 'en'
}
