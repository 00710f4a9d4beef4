import * as z from 'zod/mini'
import { commandOnVersion, reason } from '../kernel/input.ts'

export const SurrenderApprovalInput = z.strictObject({ ...commandOnVersion, reason })
export type SurrenderApprovalInput = z.infer<typeof SurrenderApprovalInput>
