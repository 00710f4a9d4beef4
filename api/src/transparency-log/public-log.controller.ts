import { BadRequestException, Controller, Get, Header, NotFoundException, Query, Res } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Policy } from '../kernel/policy.ts'
import { LogProofs } from './log-proofs.ts'
import type { Consistency, Inclusion } from './log-proofs.ts'

const leavesAtOnce = 1000
/** What was true of a size once is true for ever. */
const forever = 'public, max-age=31536000, immutable'

/** The log as everyone may read it: checkpoints, leaves in their bytes, and proofs. No cookie, no salt. */
@Controller('log')
@Policy('public')
export class PublicLogController {
  constructor(private readonly proofs: LogProofs) {}

  /** The newest checkpoint, or that of `size`: a C2SP signed note. */
  @Get('checkpoint')
  async checkpoint(@Query('size') size: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const found = await this.proofs.findCheckpoint(size === undefined ? undefined : whole('size', size))
    void reply.header('cache-control', 'public, max-age=1')
    if (found === null) throw new NotFoundException()
    void reply.type('text/plain; charset=utf-8')
    return found.note
  }

  @Get('leaves')
  async leaves(
    @Query('start') start: unknown,
    @Query('end') end: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ start: number; leaves: string[] }> {
    const [from, to] = [whole('start', start), whole('end', end)]
    if (to <= from) throw new BadRequestException('end must be greater than start')
    const leaves = await this.proofs.leaves(from, Math.min(to, from + leavesAtOnce))
    void reply.header('cache-control', leaves.length === to - from ? forever : 'public, max-age=1')
    return { start: from, leaves: leaves.map((bytes) => bytes.toString('base64')) }
  }

  @Get('proof/inclusion')
  @Header('cache-control', forever)
  async inclusion(@Query('index') index: unknown, @Query('size') size: unknown): Promise<Inclusion> {
    const [at, of] = [whole('index', index), await this.covered('size', size)]
    if (at >= of) throw new BadRequestException('index must be smaller than size')
    return this.proofs.inclusion(at, of)
  }

  @Get('proof/consistency')
  @Header('cache-control', forever)
  async consistency(@Query('from') from: unknown, @Query('to') to: unknown): Promise<Consistency> {
    const [before, after] = [whole('from', from), await this.covered('to', to)]
    if (before === 0 || before > after) throw new BadRequestException('from must be from 1 to the size of to')
    return this.proofs.consistency(before, after)
  }

  private async covered(name: string, value: unknown): Promise<number> {
    const size = whole(name, value)
    if (size > (await this.proofs.size())) throw new BadRequestException(`${name} is not covered by a checkpoint`)
    return size
  }
}

/** A whole number as one text: repeated parameters and signs are none. */
function whole(name: string, value: unknown): number {
  if (typeof value !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(value))
    throw new BadRequestException(`${name} must be a whole number`)
  return Number(value)
}
