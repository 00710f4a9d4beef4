import type { AnyPack, PackClock, RiskClass } from './pack-shape.ts'
import { classOf } from './questions.ts'

/** How long a clock runs: days (of work, where so marked) or months. */
export type ClockLimit = { days: number; businessDays: boolean } | { months: number }

/** Throws a RangeError for a clock that the pack does not have. */
export const clockOf = <P extends AnyPack>(pack: P, id: string): PackClock<P> => {
  const clocks: readonly PackClock[] = pack.clocks
  const found = clocks.find((clock) => clock.id === id)
  if (found === undefined) throw new RangeError(`The policy pack has no clock "${id}"`)
  return found as PackClock<P>
}

/** The id of the review clock of a class. */
export const reviewClockOf = (riskClass: RiskClass): string => `review${riskClass}`

/**
 * The limit of a clock for a class. A share of the review clock is rounded up to whole days: two thirds of 90 days
 * is 60. null where the pack gives no fixed limit (a date per condition, or "with the periodic report").
 */
export const clockLimit = (pack: AnyPack, id: string, riskClass: RiskClass): ClockLimit | null => {
  const clock = clockOf<AnyPack>(pack, id)
  const businessDays = clock.businessDays ?? false
  if (clock.monthsByClass) return { months: clock.monthsByClass[riskClass] }
  if (clock.shareOfReviewClock !== undefined)
    return { days: Math.ceil(clock.shareOfReviewClock * classOf(pack, riskClass).targetReviewDays), businessDays }
  const days = clock.days ?? clock.daysAfterBreach ?? clock.daysBefore ?? clock.defaultDays
  return days === undefined ? null : { days, businessDays }
}
