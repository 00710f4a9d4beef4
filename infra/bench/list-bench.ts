import { deepStrictEqual } from 'node:assert'
import { fileURLToPath } from 'node:url'
import { runLoad, quantile, type LoadRequest, type LoadResult } from './load.ts'
import { startPinned, type PinnedProcess } from './pinned-process.ts'
import { filters, floor, portal, postgraphile, type Dialect, type Page } from './register-list.ts'

/** Pages read with each filter before timing: each is one request of the load, so 5 × 160 requests differ. */
const pagesEach = 160
const rounds = 6
const roundSeconds = 4
const callers = 16

export type ListResult = {
  requestsPerSecond: number
  ratioToFloor: number
  perCoreRatioToPostgraphile: number
  p95Ms: number
  /** Requests a second and a server-core-second, by server. */
  servers: Record<string, { requestsPerSecond: number; perCoreSecond: number; p95Ms: number }>
}

type Contender = { name: string; process: PinnedProcess; dialect: Dialect; requests: LoadRequest[]; rounds: Round[] }
type Round = LoadResult & { cpuSeconds: number }

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/**
 * The register's list through the portal, through the floor and through PostGraphile, each server alone on `serverCore`,
 * in turns within one run. Throws when their answers differ or one of them fails.
 */
export async function benchList(
  portalProcess: PinnedProcess,
  hash: string,
  publicUrl: string,
  cores: { server: number; load: number },
): Promise<ListResult> {
  const started: PinnedProcess[] = []
  const start = async (file: string, port: number, readyPath: string) => {
    const environment = { PORT: String(port), DATABASE_URL: publicUrl, GRAPHILE_ENV: 'production' }
    const process = await startPinned(cores.server, [program(file)], environment, `http://127.0.0.1:${port}`, readyPath)
    started.push(process)
    return process
  }
  try {
    const floorProcess = await start('./floor-server.ts', 41_801, '/')
    const postgraphileProcess = await start('./postgraphile-server.ts', 41_802, '/graphql?query=%7B__typename%7D')
    const contenders: Contender[] = [
      { name: 'portal', process: portalProcess, dialect: portal(portalProcess.url, hash), requests: [], rounds: [] },
      { name: 'floor', process: floorProcess, dialect: floor, requests: [], rounds: [] },
      { name: 'postgraphile', process: postgraphileProcess, dialect: postgraphile, requests: [], rounds: [] },
    ]
    await compareAnswers(contenders)
    for (let round = -1; round < rounds; round += 1) {
      for (const contender of contenders) {
        const measured = await measure(contender, Math.max(round, 0), cores.load)
        // The first round warms compilers, plans and caches of the database.
        if (round >= 0) contender.rounds.push(measured)
      }
    }
    return summarise(contenders)
  } finally {
    for (const process of started) await process.stop()
  }
}

/** Reads the same pages from every server, keeps each request for the load, and holds the answers against each other. */
async function compareAnswers(contenders: readonly Contender[]): Promise<void> {
  for (const filter of filters) {
    const pages = await Promise.all(
      contenders.map(async (contender) => {
        const read: Page[] = []
        let after: string | null = null
        while (read.length < pagesEach) {
          const request: LoadRequest = { path: contender.dialect.path, body: contender.dialect.body(filter, after) }
          const page: Page = await ask(contender, request)
          contender.requests.push(request)
          read.push(page)
          if (page.cursor === null) break
          after = page.cursor
        }
        return read
      }),
    )
    const [first, ...others] = pages
    if ((first?.length ?? 0) < pagesEach) throw new Error(`Too few entries have ${JSON.stringify(filter)}.`)
    const total = first?.[0]?.total
    for (const other of others) {
      deepStrictEqual(entriesOf(other), entriesOf(first ?? []), 'The entries differ.')
      for (const page of other) if (page.total !== null) deepStrictEqual(page.total, total, 'The totals differ.')
    }
  }
}

const entriesOf = (pages: readonly Page[]) => pages.map((page) => page.entries)

async function ask({ process, dialect }: Contender, { path, body }: LoadRequest): Promise<Page> {
  const init = { method: 'POST', headers: dialect.headers, ...(body === undefined ? {} : { body }) }
  const answer = await fetch(`${process.url}${path}`, init)
  return dialect.page(await answer.json())
}

async function measure({ process, dialect, requests, name }: Contender, round: number, core: number): Promise<Round> {
  const before = process.cpuSeconds()
  const result = await runLoad(
    {
      url: process.url,
      headers: dialect.headers,
      requests,
      startAt: Math.floor((round * requests.length) / rounds),
      callers,
      seconds: roundSeconds,
    },
    core,
  )
  if (result.failures > 0) throw new Error(`${name} failed ${result.failures} of ${result.requests} requests.`)
  return { ...result, cpuSeconds: process.cpuSeconds() - before }
}

function summarise(contenders: readonly Contender[]): ListResult {
  const servers = Object.fromEntries(
    contenders.map(({ name, rounds: measured }) => {
      const sum = (of: (round: Round) => number) => measured.reduce((total, round) => total + of(round), 0)
      const requests = sum((round) => round.requests)
      return [
        name,
        {
          requestsPerSecond: requests / sum((round) => round.seconds),
          perCoreSecond: requests / sum((round) => round.cpuSeconds),
          p95Ms: quantile(
            measured.flatMap((round) => [...round.latenciesMs]),
            0.95,
          ),
        },
      ]
    }),
  )
  const { portal: ours, floor: least, postgraphile: theirs } = servers
  if (!ours || !least || !theirs) throw new Error('A server was not measured.')
  return {
    requestsPerSecond: ours.requestsPerSecond,
    ratioToFloor: ours.requestsPerSecond / least.requestsPerSecond,
    perCoreRatioToPostgraphile: ours.perCoreSecond / theirs.perCoreSecond,
    p95Ms: ours.p95Ms,
    servers,
  }
}
