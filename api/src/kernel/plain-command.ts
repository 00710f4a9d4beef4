import type { DataSource } from 'typeorm'
import type { Call } from './call.ts'
import { claimCommand, keepAnswer } from './command.ts'
import type { Answer } from './command.ts'
import { isRivalry } from './db/faults.ts'
import { run } from './db/run.ts'
import type { Tx } from './db/run.ts'
import { recordAct } from './record.ts'
import { isRefusal } from './refusal.ts'
import type { RefusalData } from './refusal.ts'

/** A command outside every case: `action` and `process` name it in the audit record as a security event. */
export type PlainCommand = { commandId: string; action: string; process: string; subjectId: string; input: unknown }

class Refused extends Error {
  constructor(readonly refusal: RefusalData) {
    super('refused')
  }
}

/**
 * Does a command that belongs to no case in one transaction: claimed, done, audited, answered once (P2). `work` refuses by
 * returning a refusal; nothing it wrote then stays but the audit entry. `detail` goes into the audit record.
 */
export async function plainCommand(
  app: DataSource,
  call: Call,
  { commandId, action, process, subjectId, input }: PlainCommand,
  work: (tx: Tx) => Promise<{ answer: Answer; detail?: object } | RefusalData>,
): Promise<Answer> {
  const act = { actor: call.actor, action, process, caseId: null }
  for (let tries = 1; ; tries += 1)
    try {
      return await run(app, call.actor, 'write', async (tx) => {
        const before = await claimCommand(tx, call, commandId, { action, subjectId, input })
        if (before !== null) return before
        const done = await work(tx)
        if (isRefusal(done)) throw new Refused(done)
        const { answer, detail } = done
        const about = typeof answer['id'] === 'string' ? answer['id'] : subjectId
        await recordAct(tx, { ...act, subjectId: about, outcome: 'done', ...(detail === undefined ? {} : { detail }) })
        await keepAnswer(tx, call, commandId, answer)
        return answer
      })
    } catch (cause) {
      if (cause instanceof Refused) {
        const { refusal } = cause
        await run(app, call.actor, 'write', (tx) => recordAct(tx, { ...act, subjectId, outcome: refusal.__typename }))
        return refusal
      }
      if (tries === 3 || !isRivalry(cause)) throw cause
    }
}
