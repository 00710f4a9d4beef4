import type { INestApplicationContext } from '@nestjs/common'
import { Deadlines } from './deadlines.ts'
import { Mailer } from './mail/index.ts'
import { Notices } from './notices/index.ts'
import { Retention } from './retention.ts'
import { CheckpointSigner, Sequencer, Witnesses } from './transparency-log/index.ts'

type Part = { tick(): Promise<unknown> }

/**
 * The worker's rounds. The log has its own, so that no mail server holds up a checkpoint: leaves get positions and are
 * signed for within a second, decisions like all others. In the other, due timers fire, the outbox is emptied, letters go out.
 */
export function startWorker(
  nest: INestApplicationContext,
  report: (fault: unknown) => void,
): { stop(): Promise<void> } {
  const loops = [
    repeat([nest.get(Sequencer), nest.get(CheckpointSigner)], 250, report),
    repeat([nest.get(Witnesses)], 1000, report),
    repeat([nest.get(Deadlines), nest.get(Notices), nest.get(Mailer), nest.get(Retention)], 1000, report),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

/** One part after the other, one round at a time, with a pause of `pauseMs` between rounds. */
function repeat(parts: readonly Part[], pauseMs: number, report: (fault: unknown) => void): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    for (const part of parts) {
      if (stopped) return
      try {
        await part.tick()
      } catch (fault) {
        report(fault)
      }
    }
    if (!stopped) timer = setTimeout(next, pauseMs)
  }
  const next = () => {
    running = round()
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
