import { resolve } from 'node:path'
import * as z from 'zod/mini'
import { StartError } from './db/start-error.ts'

const whole = (low: number, high: number) => z.coerce.number().check(z.int(), z.gte(low), z.lte(high))
const url = z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//)))

const Environment = z.object({
  PLACET_MODE: z._default(z.enum(['demo', 'production', 'development']), 'demo'),
  PORT: z._default(whole(0, 65535), 3000),
  HOST: z._default(z.string(), '127.0.0.1'),
  PLACET_ORIGIN: z.optional(z.string().check(z.regex(/^https?:\/\/[^/]+$/))),
  PLACET_DATA_DIR: z._default(z.string(), '.data'),
  PLACET_WORKER: z._default(z.enum(['inside', 'apart']), 'inside'),
  PLACET_TRUST_PROXY: z._default(whole(0, 10), 0),
  PLACET_PROXY_SECONDS: z.optional(whole(0, 60)),
  PLACET_POOL: z._default(whole(1, 100), 10),
  PLACET_SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\/[^/]+$/))),
  PLACET_OIDC_ISSUER: z.optional(z.string().check(z.regex(/^https:\/\/[^\s]+$/))),
  PLACET_OIDC_CLIENT_ID: z.optional(z.string()),
  PLACET_OIDC_CLIENT_SECRET: z.optional(z.string()),
  PLACET_OIDC_ACR: z._default(z.string(), ''),
  PLACET_OIDC_AMR: z._default(z.string(), ''),
  PLACET_OIDC_MAX_AGE: z._default(whole(60, 86_400), 900),
  PLACET_MAIL_FROM: z.optional(z.string().check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/))),
  PLACET_SECURITY_CONTACT: z.optional(z.string().check(z.regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/))),
  PLACET_WITNESSES: z.optional(z.string().check(z.regex(/^(https?:\/\/[^\s#]+#[^\s+#]+\+[\w-]{43}(\s+|$))+$/))),
  PLACET_CLAMD: z.optional(z.string().check(z.regex(/^(\/.+|[^/\s]+:\d{1,5})$/))),
  DATABASE_URL: url,
  DATABASE_OWNER_URL: url,
  DATABASE_PUBLIC_URL: url,
  DATABASE_WORKER_URL: url,
  DATABASE_INSPECTOR_URL: url,
})

/** What each variable must be, for the one sentence that names it. */
const wanted: Record<string, string> = {
  PLACET_MODE: 'it must be demo, production or development',
  PORT: 'it must be a whole number from 0 to 65535',
  PLACET_ORIGIN: 'it must be an origin such as https://placet.example',
  PLACET_WORKER: 'it must be inside or apart',
  PLACET_TRUST_PROXY: 'it must be a whole number from 0 to 10',
  PLACET_PROXY_SECONDS: 'it must be a whole number from 0 to 60',
  PLACET_POOL: 'it must be a whole number from 1 to 100',
  PLACET_SMTP_URL: 'it must be an address such as smtps://user:password@mail.example:465',
  PLACET_MAIL_FROM: 'it must be an e-mail address',
  PLACET_OIDC_ISSUER: 'it must begin with https://',
  PLACET_OIDC_MAX_AGE: 'it must be a whole number of seconds from 60 to 86400',
  PLACET_SECURITY_CONTACT: 'it must begin with mailto: or https://',
  PLACET_WITNESSES:
    'it must be addresses such as https://witness.example/checkpoint#witness.example+<public key>, with spaces between',
  PLACET_CLAMD: "it must be the path of clamd's socket, or host:port",
  DATABASE_URL: 'it must begin with postgres://',
  DATABASE_OWNER_URL: 'it must begin with postgres://',
  DATABASE_PUBLIC_URL: 'it must begin with postgres://',
  DATABASE_WORKER_URL: 'it must begin with postgres://',
  DATABASE_INSPECTOR_URL: 'it must begin with postgres://',
}

/** What the environment says, read once at boot. Nothing else in the API reads `process.env`. */
export type Settings = {
  mode: 'demo' | 'production' | 'development'
  port: number
  host: string
  /** Exactly what a browser sends as Origin; empty until the port is known, when it was not given. */
  origin: string
  /** Absolute path: embedded database, files, keys. */
  dataDir: string
  /** Whether the server runs the worker too, or leaves it to a process of its own. */
  worker: 'inside' | 'apart'
  /** Proxy hops whose X-Forwarded-For counts. */
  trustProxy: number
  /** Seconds between saying "not ready" and taking no more connections: the proxy's time to notice. */
  proxySeconds: number
  /** Connections of the application's pool. */
  pool: number
  /** Where mail is handed over; without `smtpUrl` it is kept in a folder of the data. `from` is the sender's address. */
  mail: { smtpUrl?: string; from: string }
  /** The agency's identity provider. `maxAge`: seconds since the person proved themselves there; of `acr` and `amr` one each must be told. */
  oidc?: { issuer: string; clientId: string; clientSecret: string; acr: string[]; amr: string[]; maxAge: number }
  /** Where weaknesses are reported: `mailto:` or `https:`. */
  securityContact?: string
  /** Who co-signs the log's checkpoints: where each answers, its name, and its public key in base64url. */
  witnesses: { url: string; name: string; x: string }[]
  /** Where clamd listens. */
  clamd?: { path: string } | { host: string; port: number }
  database: { app?: string; owner?: string; public?: string; worker?: string; inspector?: string }
}

/** @throws {StartError} one plain sentence that names the variable */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const parsed = Environment.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  )
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0])
    throw new StartError(`${name} cannot be used: ${wanted[name] ?? 'see the README'}.`)
  }
  const env = parsed.data
  const origin = env.PLACET_ORIGIN ?? (env.PORT === 0 ? '' : `http://localhost:${env.PORT}`)
  if (origin.startsWith('http:') && origin !== '' && new URL(origin).hostname !== 'localhost')
    throw new StartError('PLACET_ORIGIN must begin with https:// unless its host is localhost.')
  return {
    mode: env.PLACET_MODE,
    port: env.PORT,
    host: env.HOST,
    origin,
    dataDir: resolve(env.PLACET_DATA_DIR),
    worker: env.PLACET_WORKER,
    trustProxy: env.PLACET_TRUST_PROXY,
    proxySeconds: env.PLACET_PROXY_SECONDS ?? (env.PLACET_MODE === 'production' ? 5 : 0),
    pool: env.PLACET_POOL,
    ...oidcOf(env),
    mail: {
      ...(env.PLACET_SMTP_URL === undefined ? {} : { smtpUrl: env.PLACET_SMTP_URL }),
      from: env.PLACET_MAIL_FROM ?? `no-reply@${origin === '' ? 'localhost' : new URL(origin).hostname}`,
    },
    ...(env.PLACET_SECURITY_CONTACT === undefined ? {} : { securityContact: env.PLACET_SECURITY_CONTACT }),
    witnesses: (env.PLACET_WITNESSES ?? '').split(/\s+/).filter(Boolean).map(witnessOf),
    ...(env.PLACET_CLAMD === undefined ? {} : { clamd: placeOf(env.PLACET_CLAMD) }),
    database: {
      app: env.DATABASE_URL,
      owner: env.DATABASE_OWNER_URL,
      public: env.DATABASE_PUBLIC_URL,
      worker: env.DATABASE_WORKER_URL,
      inspector: env.DATABASE_INSPECTOR_URL,
    },
  }
}

/** `/run/clamav/clamd.ctl` or `clamd.internal:3310` */
function placeOf(text: string): { path: string } | { host: string; port: number } {
  if (text.startsWith('/')) return { path: text }
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}

/** `https://witness.example/checkpoint#witness.example+<x>`; an x of base64url holds no plus sign. */
function witnessOf(text: string): Settings['witnesses'][number] {
  const [url = '', key = ''] = text.split('#')
  const plus = key.lastIndexOf('+')
  return { url, name: key.slice(0, plus), x: key.slice(plus + 1) }
}

const wordsIn = (list: string): string[] => list.split(/[\s,]+/).filter((word) => word !== '')

function oidcOf(env: z.infer<typeof Environment>): Pick<Settings, 'oidc'> {
  const { PLACET_OIDC_ISSUER: issuer, PLACET_OIDC_CLIENT_ID: clientId, PLACET_OIDC_CLIENT_SECRET: clientSecret } = env
  if (issuer === undefined) return {}
  if (clientId === undefined || clientSecret === undefined)
    throw new StartError('PLACET_OIDC_ISSUER needs PLACET_OIDC_CLIENT_ID and PLACET_OIDC_CLIENT_SECRET beside it.')
  const [acr, amr] = [wordsIn(env.PLACET_OIDC_ACR), wordsIn(env.PLACET_OIDC_AMR)]
  // Without a word of how, a password alone would let staff in.
  if (acr.length === 0 && amr.length === 0)
    throw new StartError('PLACET_OIDC_ISSUER needs PLACET_OIDC_ACR or PLACET_OIDC_AMR: the proofs that count.')
  return { oidc: { issuer, clientId, clientSecret, acr, amr, maxAge: env.PLACET_OIDC_MAX_AGE } }
}
