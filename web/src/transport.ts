import { ApolloLink } from '@apollo/client'
import { ServerError } from '@apollo/client/errors'
import { i18n } from '@lingui/core'
import { type DocumentNode, print } from 'graphql'
import { Observable } from 'rxjs'
import { hashOf } from './registered-operations.ts'
import { noteRequest } from './session/session-limits.ts'
import { askForProof } from './session/step-up.ts'

/** Bytes that a browser sends on for a page that has ended: 64 KiB for all its requests together. */
const mostKeptAlive = 60_000

let signedOut: (keepPage: boolean) => void = () => undefined

/** Says what happens when the server no longer knows the session; the router sets it once at boot. */
export function whenSignedOut(act: (keepPage: boolean) => void): void {
  signedOut = act
}

/**
 * The last link: sends a registered operation by its hash, never by its text (in `vite dev` the text goes along).
 * Operations named `Public…` go by GET through the open door, without a cookie, so that every cache may keep the answer.
 * `keepPage` in an operation's context says that it carries words of a person: it leaves the page in place when the session
 * has ended, and arrives also when the page ends before its answer.
 */
export const transport = new ApolloLink(
  (operation) =>
    new Observable((observer) => {
      const abort = new AbortController()
      const name = operation.operationName ?? ''
      const keepPage = Boolean(operation.getContext()['keepPage'])
      const again = () => send(name, operation.variables, operation.query, keepPage, abort.signal)
      again()
        // The same command with the same id, once its person is proved again.
        .then(async (result) => (hasCode(result, 'STEP_UP_REQUIRED') && (await askForProof()) ? again() : result))
        .then((result) => {
          if (hasCode(result, 'UNAUTHENTICATED')) signedOut(keepPage)
          observer.next(result)
          observer.complete()
        })
        .catch((error: unknown) => {
          if (!abort.signal.aborted) observer.error(error)
        })
      return () => abort.abort()
    }),
)

async function send(
  name: string,
  variables: Record<string, unknown>,
  query: DocumentNode,
  outlivesPage: boolean,
  signal: AbortSignal,
): Promise<ApolloLink.Result> {
  const sha256Hash = hashOf(name)
  const language = i18n.locale || 'en'
  const response =
    sha256Hash && name.startsWith('Public') && !import.meta.env.DEV
      ? await fetch(`/graphql/public/${sha256Hash}?variables=${encodeURIComponent(JSON.stringify(variables))}`, {
          credentials: 'omit',
          headers: { accept: 'application/json', 'accept-language': language },
          signal,
        })
      : await post(
          JSON.stringify({
            operationName: name,
            variables,
            extensions: { persistedQuery: { version: 1, sha256Hash } },
            ...(import.meta.env.DEV ? { query: print(query) } : {}),
          }),
          language,
          outlivesPage,
          signal,
        )
  const bodyText = await response.text()
  const body = parsed(bodyText)
  if (!body) throw new ServerError(`The server answered ${response.status}`, { response, bodyText })
  return body
}

function post(body: string, language: string, outlivesPage: boolean, signal: AbortSignal): Promise<Response> {
  noteRequest()
  const keepalive = outlivesPage && new Blob([body]).size <= mostKeptAlive
  return fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'accept-language': language },
    body,
    keepalive,
    signal,
  })
}

function parsed(text: string): ApolloLink.Result | null {
  try {
    const body: unknown = JSON.parse(text)
    return isResult(body) ? body : null
  } catch {
    return null
  }
}

function isResult(body: unknown): body is ApolloLink.Result {
  return typeof body === 'object' && body !== null && ('data' in body || 'errors' in body)
}

function hasCode(result: ApolloLink.Result, code: string): boolean {
  return result.errors?.some(({ extensions }) => extensions?.['code'] === code) ?? false
}
