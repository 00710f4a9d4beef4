import * as z from 'zod/mini'
import { command } from './input.ts'

/** Moves the clock of a demonstration forward by whole days; it never goes back. */
export const MoveAgencyClockInput = z.strictObject({
  ...command,
  days: z.int().check(z.minimum(1), z.maximum(400)),
})
export type MoveAgencyClockInput = z.infer<typeof MoveAgencyClockInput>
