import type { Findings } from './findings.ts'
import { valuesOf } from './row-text.ts'
import type { Source } from './source.ts'

type Entry = { no: string; leaf_id: string | null; log_index: number | null; status: string; risk_class: string }

/** What the register keeps beside its entries: where their leaves stand, and how many there are of each kind. */
export async function checkRegister(
  source: Source,
  findings: Findings,
  positions: ReadonlyMap<string, number>,
): Promise<void> {
  const counted = new Map<string, number>()
  for await (const text of source.rows('register_entry')) {
    const { no, leaf_id: leaf, log_index: index, status, risk_class: riskClass } = valuesOf(text) as Entry
    const position = leaf === null ? null : (positions.get(leaf) ?? null)
    if (index !== position)
      findings.add(`register_entry ${no}: log_index is ${index}, its leaf stands at ${position}`, position ?? undefined)
    for (const key of ['all', `status:${status}`, `class:${riskClass}`]) counted.set(key, (counted.get(key) ?? 0) + 1)
  }
  for await (const text of source.rows('register_counter')) {
    const { key, count } = valuesOf(text) as { key: string; count: number }
    if (count !== (counted.get(key) ?? 0))
      findings.add(`register_counter ${key} says ${count}; there are ${counted.get(key) ?? 0}`)
    counted.delete(key)
  }
  for (const key of counted.keys()) findings.add(`register_counter ${key} is missing`)
}
