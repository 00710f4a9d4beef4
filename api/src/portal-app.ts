import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import { DiscoveryService, MetadataScanner, NestFactory, Reflector } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import pg from 'pg'
import { AppModule } from './app.module.ts'
import { Choreography } from './choreography.ts'
import { entities } from './entities.ts'
import { fileSecretBox } from './kernel/auth/secret-box.ts'
import { Sessions } from './kernel/auth/sessions.ts'
import { Databases } from './kernel/db/databases.ts'
import type { DatabaseUrls } from './kernel/db/migrate.ts'
import { openGraphqlDoors } from './kernel/edge/graphql-door.ts'
import { guardEdge } from './kernel/edge/edge.ts'
import { readOperations } from './kernel/edge/operations.ts'
import { readableUrl } from './kernel/edge/readable-url.ts'
import { takeReports } from './kernel/edge/reports.ts'
import { KeptAnswers } from './kernel/edge/kept-answers.ts'
import { Load, LoopDelay } from './kernel/edge/load.ts'
import { longestWait } from './kernel/db/run.ts'
import { serveWeb } from './kernel/edge/web-files.ts'
import { Lifecycle } from './kernel/lifecycle.ts'
import { doorKey } from './kernel/policy.ts'
import { Portal } from './kernel/portal.ts'
import type { Settings } from './kernel/settings.ts'
import { FileKeys } from './kernel/signing/keys.ts'
import { Signing } from './kernel/signing/signing.ts'
import { root } from './root.ts'
import { PolicyPacks } from './policy-packs/index.ts'

// Days are text, YYYY-MM-DD: a Date would put them into some time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (day: string) => day)

export type PortalApp = { nest: NestFastifyApplication; databases: Databases; portal: Portal }

/** Builds the application on an already migrated and seeded database; nothing listens yet. */
export async function createPortalApp(settings: Settings, urls: DatabaseUrls): Promise<PortalApp> {
  const portal = new Portal(settings)
  const databases = await new Databases(urls, entities, settings.pool).open()
  const keys = new FileKeys(join(settings.dataDir, 'keys'))
  const box = fileSecretBox(join(settings.dataDir, 'keys', 'codes.key'))
  const signing = new Signing(databases, keys, portal, box)
  const adapter = new FastifyAdapter({
    bodyLimit: 100_000,
    trustProxy: settings.trustProxy === 0 ? false : (_: string, hop: number) => hop < settings.trustProxy,
    // Of an upload; other bodies have 30 s (edge.ts).
    requestTimeout: 300_000,
    keepAliveTimeout: 75_000,
    http: { maxHeaderSize: 16_384, headersTimeout: 10_000 },
    genReqId: () => randomUUID(),
    logger:
      settings.mode === 'production'
        ? {
            level: 'info',
            serializers: { req: ({ method, url }: { method: string; url: string }) => ({ method, path: pathOf(url) }) },
          }
        : { level: 'error' },
    rewriteUrl: readableUrl,
    routerOptions: { ignoreTrailingSlash: true },
  })
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.on({ databases, portal, keys, signing, box }),
    adapter,
    {
      logger: ['error', 'warn'],
      abortOnError: false,
    },
  )
  const app = nest.getHttpAdapter().getInstance()
  // A receipt holds a whole dossier as it was signed.
  app.addHook('onRoute', (route) => {
    if (route.url === '/receipts/check') route.bodyLimit = 2_000_000
  })
  await nest.register(fastifyCookie)
  const delay = new LoopDelay()
  app.addHook('onClose', () => delay.stop())
  const load = new Load(() => ({ poolWait: longestWait(databases.app), loopDelay: delay.median }))
  guardEdge(app, portal, nest.get(Sessions), load)
  const operations = readOperations(join(root, 'infra/operations/operations.json'), settings.mode !== 'development')
  await nest.get(PolicyPacks).load()
  nest.get(Lifecycle).follow(nest.get(Choreography).rules())
  const release = [...operations.keys(), nest.get(PolicyPacks).inForce().id].join(' ')
  const kept = new KeptAnswers(databases.publicReads, release)
  openGraphqlDoors(app, { load, kept, portal, databases, sessions: nest.get(Sessions), operations })
  takeReports(app)
  serveWeb(app, join(root, 'web/dist'))
  await nest.init()
  checkDoors(nest)
  await app.ready()
  return { nest, databases, portal }
}

/** An address without what a person asked, and without the one-time part of a download. */
const pathOf = (url: string): string => (url.split('?', 1)[0] ?? '').replace(/^(\/files\/[^/]*)\/.*$/, '$1/…')

const rootMetadata = ['graphql:resolver_type', 'path']

/** Deny by default, also at boot: a root field or route without `@Policy` stops the start. */
function checkDoors(nest: NestFastifyApplication): void {
  const reflector = nest.get(Reflector)
  const discovery = nest.get(DiscoveryService, { strict: false })
  const scanner = new MetadataScanner()
  for (const wrapper of [...discovery.getProviders(), ...discovery.getControllers()]) {
    const { instance, metatype } = wrapper as { instance?: object; metatype?: unknown }
    if (instance === undefined || instance === null || typeof metatype !== 'function') continue
    const prototype = Object.getPrototypeOf(instance) as object | null
    if (prototype === null) continue
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = (prototype as Record<string, unknown>)[name]
      if (typeof handler !== 'function') continue
      const kinds = rootMetadata.map((key) => Reflect.getMetadata(key, handler) as unknown)
      const isRoot = kinds[0] === 'Query' || kinds[0] === 'Mutation' || kinds[1] !== undefined
      if (isRoot && reflector.getAllAndOverride<unknown>(doorKey, [handler, metatype]) === undefined)
        throw new Error(`${metatype.name}.${name} has no @Policy: it would answer nobody`)
    }
  }
}
