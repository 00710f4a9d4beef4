import type { Tx } from './db/run.ts'

/** The agency's time: real time plus the days that a demo moved ahead. Every deadline and every history entry uses it. */
export async function agencyNow(tx: Tx): Promise<Date> {
  const [row] = await tx.rows<{ days: number }>(`select clock_offset_days as days from agency_setting`, [])
  return new Date(Date.now() + (row?.days ?? 0) * 86_400_000)
}
