import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import { Receipt } from '@placet/shared/signing/receipt.schema'
import type { ReceiptVerdict } from '@placet/shared/signing/receipt.schema'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../kernel/auth/actor.ts'
import { Policy } from '../kernel/policy.ts'
import { Portal } from '../kernel/portal.ts'
import { FileKeys } from '../kernel/signing/keys.ts'
import { checkReceipt } from './check-receipt.ts'
import { Receipts } from './receipts.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** `/receipts`: a receipt out to whoever may read what it is of, and the check of any receipt for everyone. */
@Controller('receipts')
@Policy('public')
export class ReceiptsController {
  constructor(
    private readonly receipts: Receipts,
    private readonly keys: FileKeys,
    private readonly portal: Portal,
  ) {}

  /** 202 and no receipt until the log's checkpoint covers it; what the reader may not know of is not there. */
  @Get(':process/:id')
  async download(
    @Req() request: FastifyRequest & { actor: Actor },
    @Res() reply: FastifyReply,
    @Param('process') process: string,
    @Param('id') id: string,
  ): Promise<FastifyReply> {
    const known = (process === 'submission' || process === 'decision') && uuid.test(id)
    const receipt = known ? await this.receipts.read(request.actor, process, id) : undefined
    if (receipt === undefined) return reply.code(404).send({ code: 'NOT_FOUND', message: 'There is nothing here.' })
    if (receipt === null) return reply.code(202).send({ waiting: true })
    return reply
      .headers({
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${receipt.number}-${process}.receipt.json"`,
        'cache-control': 'private, no-store',
      })
      .send(`${JSON.stringify(receipt, null, 2)}\n`)
  }

  @Post('check')
  @HttpCode(200)
  async check(@Body() body: unknown): Promise<ReceiptVerdict> {
    const receipt = Receipt.safeParse(body)
    if (!receipt.success) return { verdict: 'noReceipt' }
    const keys = await this.keys.published()
    try {
      return await checkReceipt(receipt.data, keys, this.portal.origin)
    } catch (cause) {
      // A part that must hold JSON holds something else: whoever wrote it, we did not.
      if (cause instanceof SyntaxError) return { verdict: 'changed', what: 'leaf' }
      throw cause
    }
  }
}
