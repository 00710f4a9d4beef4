import type { ReactNode } from 'react'

/** One group of an interval plot. */
export interface IntervalRow {
  id: string
  /** The group, in words. */
  label: string
  /** Null where the value is not shown; `note` then says why. */
  estimate: number | null
  low: number | null
  high: number | null
  /** Size of the group in words: "1,200", "fewer than 10". */
  size?: string
  /** Said beside the value, such as "Lower than overall by 6.2 points". */
  note?: ReactNode
  /** Drawn in the warning colour; `note` must say it in words too. */
  isLow?: boolean
}
