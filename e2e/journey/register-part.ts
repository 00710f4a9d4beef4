import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod/mini'
import { expectThat, present, Unexpected } from './outcome.ts'
import { RegisterEntry } from './portal-answers.ts'
import { hashOf, patiently, reach, readAnswer, type Portal } from './session.ts'

export type PublicEntry = z.infer<typeof RegisterEntry>['registerEntry']

/** Reads a register entry as anybody can: through the open door, without a session. */
async function readEntry(portal: Portal, no: string): Promise<PublicEntry> {
  const operation = 'PublicJourneyEntry'
  const path = `/graphql/public/${hashOf(portal, operation)}?variables=${encodeURIComponent(JSON.stringify({ no }))}`
  const answer = await patiently(() => reach(portal, path, { headers: { 'accept-language': 'en' } }))
  const parsed = RegisterEntry.safeParse(await readAnswer(answer, operation, 'the public'))
  expectThat(parsed.success, `The public entry ${no} lacks a part that everyone may read.`)
  return parsed.data.registerEntry
}

/**
 * Reads the public entry until the decision has its place in the log (the sequencer gives it within a second),
 * at most 30 s.
 */
export async function readPublished(portal: Portal, no: string): Promise<{ entry: PublicEntry; logIndex: number }> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(500)) {
    const entry = await readEntry(portal, no)
    if (entry.decision.logIndex !== null)
      return { entry, logIndex: present(entry.decision.logIndex, 'The decision has no place in the log.') }
  }
  throw new Unexpected(`The entry ${no} is published, but its decision got no place in the public log within 30 s.`)
}
