import { questionsOf } from '@placet/shared/policy-pack/questions'
import { LocalPack, type RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import * as z from 'zod/mini'
import { expectThat } from './outcome.ts'
import { Pack } from './portal-answers.ts'
import type { Session } from './session.ts'

/** The policy pack that a submission is pinned to, in English. */
export async function readPack(session: Session, packId: string): Promise<LocalPack> {
  const { policyPack } = await session.ask('JourneyPack', { id: packId }, Pack)
  const pack = z.safeParse(LocalPack, policyPack.document)
  expectThat(pack.success, `The policy pack ${policyPack.version} has a shape that the journey cannot read.`)
  return pack.data
}

/** Ids of the questions that the pack asks the screener about a file of this class. */
export async function screeningQuestions(session: Session, packId: string, riskClass: RiskClass): Promise<string[]> {
  const pack = await readPack(session, packId)
  return questionsOf(pack, 'screening', riskClass).map((question) => question.id)
}
