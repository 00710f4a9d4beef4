import * as z from 'zod/mini'
import { commandOnVersion, day, reason } from '../kernel/input.ts'

/** `until` is the last day on which the field stays confidential. */
export const GrantClaimInput = z.strictObject({ ...commandOnVersion, until: day, reason })
export type GrantClaimInput = z.infer<typeof GrantClaimInput>

export const RefuseClaimInput = z.strictObject({ ...commandOnVersion, reason })
export type RefuseClaimInput = z.infer<typeof RefuseClaimInput>
