import type { INestApplicationContext } from '@nestjs/common'
import { Deadlines } from './deadlines.ts'
import { Mailer } from './mail/index.ts'
import { Notices } from './notices/index.ts'
import { Sequencer } from './transparency-log/index.ts'

const everyMs = 1000

/** The worker's rounds: leaves get positions, due timers fire, the outbox is emptied, letters go out. One round at a time. */
export function startWorker(
  nest: INestApplicationContext,
  report: (fault: unknown) => void,
): { stop(): Promise<void> } {
  const rounds = [nest.get(Sequencer), nest.get(Deadlines), nest.get(Notices), nest.get(Mailer)]
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    for (const part of rounds) {
      if (stopped) return
      try {
        await part.tick()
      } catch (fault) {
        report(fault)
      }
    }
    if (!stopped) timer = setTimeout(next, everyMs)
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
