import { lookup } from 'node:dns/promises'
import { request as requestPlain } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestSafe } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { addressToConnect, outgoingAddress } from './address-policy.ts'
import type { OutgoingRules } from './address-policy.ts'

const withinMs = 5_000
const bytesAtMost = 5 * 1024 * 1024

/** One text for all causes: who set the address learns nothing of what is behind it. */
export class NotReached extends Error {
  constructor() {
    super('The address could not be reached.')
    this.name = 'NotReached'
  }
}

type Asked = { method?: string; headers?: Record<string, string>; body?: string | URLSearchParams | null | undefined }

/**
 * Calls an address that a person can set: resolved once and connected to that very address, with the name for TLS; no
 * redirects, no cookies, 5 s, 5 MB.
 * @param resolve the resolver; another one in tests of names
 * @throws {NotReached} for every failure
 */
export async function callOutside(
  address: string,
  { method = 'GET', headers = {}, body }: Asked = {},
  rules: OutgoingRules = {},
  resolve: (host: string) => Promise<string[]> = everyAddress,
): Promise<Response> {
  const url = outgoingAddress(address, rules)
  if (url === null) throw new NotReached()
  const until = AbortSignal.timeout(withinMs)
  try {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const resolved = isIP(host) === 0 ? await inTime(resolve(host), until) : [host]
    const connectTo = addressToConnect(url, resolved, rules)
    if (connectTo === null) throw new NotReached()
    return await send(url, connectTo, { method, headers, body }, until)
  } catch {
    throw new NotReached()
  }
}

const everyAddress = async (host: string): Promise<string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address)

const inTime = <T>(work: Promise<T>, until: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, fail) => {
      until.addEventListener('abort', () => fail(new NotReached()), { once: true })
    }),
  ])

async function send(
  url: URL,
  connectTo: string,
  { method, headers, body }: Asked,
  until: AbortSignal,
): Promise<Response> {
  const family = isIP(connectTo)
  const fixed: LookupFunction = (_, options, found) =>
    options.all ? found(null, [{ address: connectTo, family }]) : found(null, connectTo, family)
  const text = body === null || body === undefined ? undefined : body.toString()
  const answer = await new Promise<IncomingMessage>((arrived, failed) => {
    const request = (url.protocol === 'https:' ? requestSafe : requestPlain)(
      url,
      { method, headers, lookup: fixed, agent: false, signal: until },
      arrived,
    )
    request.on('error', failed)
    request.end(text)
  })
  const { statusCode = 0, headers: told } = answer
  if (statusCode >= 300 && statusCode < 400) {
    answer.destroy()
    throw new NotReached()
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > bytesAtMost) throw new NotReached()
    parts.push(part)
  }
  const type = told['content-type']
  const empty = statusCode === 204
  return new Response(empty ? null : Buffer.concat(parts), {
    status: statusCode,
    headers: { ...(type === undefined ? {} : { 'content-type': type }) },
  })
}
