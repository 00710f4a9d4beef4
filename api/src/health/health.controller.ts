import { statfs } from 'node:fs/promises'
import { Controller, Get, HttpCode, Res } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { anyone } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { Policy } from '../kernel/policy.ts'
import { Portal } from '../kernel/portal.ts'
import { CheckpointSigner } from '../transparency-log/index.ts'
import { migrations } from '../../migrations/all.ts'
import { Readiness } from './readiness.ts'

const lagAtMost = 1000
const freeBytes = 200 * 1024 * 1024

/** P10: live is the process only; ready is everything it needs to answer. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
    private readonly readiness: Readiness,
    private readonly signer: CheckpointSigner,
  ) {}

  @Get('live')
  @Policy('public')
  live(): { live: true } {
    return { live: true }
  }

  @Get('ready')
  @HttpCode(200)
  @Policy('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Record<string, boolean>> {
    const checks = { accepting: !this.readiness.stopping, database: false, schema: false, log: false, disk: false }
    try {
      const row = await run(this.databases.app, anyone, 'read', (tx) =>
        tx.one<{ schema: boolean; lag: number; unsigned: boolean }>(
          `select (select count(*)::int from migration) >= $1 as schema,
             (select count(*)::int from (select 1 from log_pending where at < now() - interval '1 minute' limit ${lagAtMost}) w) as lag,
             exists (select 1 from log_position p join log_leaf l on l.id = p.leaf_id, agency_setting s
               where p.position = coalesce((select max(size) from log_checkpoint), 0)
                 and l.at < now() + make_interval(days => s.clock_offset_days) - interval '1 minute') as unsigned`,
          [migrations.length],
        ),
      )
      checks.database = row !== undefined
      checks.schema = row?.schema === true
      // No checkpoint for a minute: the worker is away, or its signer stopped at what it found.
      checks.log = (row?.lag ?? lagAtMost) < lagAtMost && row?.unsigned === false && this.signer.alarm === null
    } catch {
      checks.database = false
    }
    try {
      const { bavail, bsize } = await statfs(this.portal.dataDir)
      checks.disk = bavail * bsize > freeBytes
    } catch {
      checks.disk = false
    }
    if (Object.values(checks).includes(false)) void reply.code(503)
    return checks
  }
}
