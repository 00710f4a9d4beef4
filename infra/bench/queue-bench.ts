import { quantile, runLoad, type LoadRequest } from './load.ts'
import type { PinnedProcess } from './pinned-process.ts'
import { signInAs } from './sign-in.ts'
import type { StatementCounter } from './statement-counter.ts'

const pageSize = 50
const pagesEach = 100
const seconds = 15
const countedRequests = 21

/** The views and orders that the agency's staff page through; cursors make every request another one. */
const asks = [
  { view: 'all', sort: 'dueAt' },
  { view: 'all', sort: 'submittedAt' },
  { view: 'all', sort: 'reference' },
  { view: 'dueSoon', sort: 'dueAt' },
  { view: 'all', sort: 'dueAt', riskClass: 'III' },
  { view: 'all', sort: 'dueAt', state: 'inReview' },
] as const

export type QueueResult = { requestsPerSecond: number; p95Ms: number; statements: number }

type Headers = Record<string, string>

const managerAt = async (url: string): Promise<Headers> => ({
  ...(await signInAs(url, 'manager@agency.example')),
  'content-type': 'application/json',
})

const bodyOf = (hash: string, ask: object, after: string | null): string =>
  JSON.stringify({
    operationName: 'Queue',
    variables: { state: null, riskClass: null, q: null, ...ask, first: pageSize, after },
    extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
  })

type QueueAnswer = {
  data?: { queue: { edges: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }
  errors?: unknown
}

async function page(url: string, headers: Headers, body: string): Promise<NonNullable<QueueAnswer['data']>['queue']> {
  const answer = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as QueueAnswer
  if (!answer.data) throw new Error(`The queue cannot be read: ${JSON.stringify(answer.errors)}`)
  return answer.data.queue
}

/** Reads pages in every view and order; returns one request for each, all different. */
async function collectRequests(url: string, headers: Headers, hash: string): Promise<LoadRequest[]> {
  const requests: LoadRequest[] = []
  for (const ask of asks) {
    let after: string | null = null
    for (let read = 0; read < pagesEach; read += 1) {
      const body = bodyOf(hash, ask, after)
      const { edges, pageInfo } = await page(url, headers, body)
      if (edges.length === 0) throw new Error(`The queue is empty for ${JSON.stringify(ask)}.`)
      requests.push({ path: '/graphql', body })
      if (!pageInfo.hasNextPage) break
      after = pageInfo.endCursor
    }
  }
  return requests
}

/** A page of 50 out of 100,000 submissions for one signed-in person who turns page after page. */
export async function benchQueue(
  portal: PinnedProcess,
  hash: string,
  cores: { load: number },
): Promise<Omit<QueueResult, 'statements'>> {
  const headers = await managerAt(portal.url)
  const requests = await collectRequests(portal.url, headers, hash)
  const load = { url: portal.url, headers, requests, startAt: 0, callers: 1 }
  await runLoad({ ...load, seconds: 3 }, cores.load)
  const result = await runLoad({ ...load, seconds }, cores.load)
  if (result.failures > 0) throw new Error(`The queue failed ${result.failures} of ${result.requests} requests.`)
  return { requestsPerSecond: result.requests / result.seconds, p95Ms: quantile(result.latenciesMs, 0.95) }
}

/**
 * Statements that one page costs, BEGIN, set_config and COMMIT counted. `portal` reaches its database through
 * `counter`; its own jobs pass there too, so the middle of many requests counts.
 */
export async function countQueueStatements(
  portal: PinnedProcess,
  hash: string,
  counter: StatementCounter,
): Promise<number> {
  const headers = await managerAt(portal.url)
  const body = bodyOf(hash, { view: 'all', sort: 'dueAt' }, null)
  await page(portal.url, headers, body)
  const counts: number[] = []
  for (let request = 0; request < countedRequests; request += 1) {
    counter.take()
    await page(portal.url, headers, body)
    counts.push(counter.take())
  }
  return quantile(counts, 0.5)
}
