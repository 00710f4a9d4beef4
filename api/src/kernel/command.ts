import type { Call } from './call.ts'
import type { Tx } from './db/run.ts'
import { canonicalBytes, sha256 } from './record.ts'
import { refuse } from './refusal.ts'
import type { RefusalData } from './refusal.ts'

/** The stored answer of a command: a refusal, or where the changed thing is. */
export type Answer = RefusalData | ({ __typename: string } & Record<string, unknown>)

/**
 * P2: first row of the transaction. A rival with the same command waits here; a retry gets the stored answer; other input
 * under the same id is refused. `null` means: go on, it is yours.
 */
export async function claimCommand(tx: Tx, call: Call, commandId: string, input: unknown): Promise<Answer | null> {
  const hash = sha256(canonicalBytes(withoutUndefined(input)))
  const won = await tx.rows<{ actor_id: string }>(
    `insert into command (actor_id, command_id, input_hash) values ($1, $2, $3) on conflict do nothing returning actor_id`,
    [call.actor.id, commandId, hash],
  )
  if (won.length > 0) return null
  const [before] = await tx.rows<{ input_hash: Buffer; answer: Answer | null }>(
    `select input_hash, answer from command where actor_id = $1 and command_id = $2`,
    [call.actor.id, commandId],
  )
  if (before === undefined || !before.input_hash.equals(hash) || before.answer === null)
    return refuse.commandReused(call.language)
  return before.answer
}

export async function keepAnswer(tx: Tx, call: Call, commandId: string, answer: Answer): Promise<void> {
  await tx.rows(`update command set answer = $3 where actor_id = $1 and command_id = $2`, [
    call.actor.id,
    commandId,
    JSON.stringify(answer),
  ])
}

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
