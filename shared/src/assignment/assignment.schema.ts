import * as z from 'zod/mini'
import { commandOn, commandOnVersion, listOf, reason, rowId, text } from '../kernel/input.ts'

/** What a person may have to declare, five years back. */
export const interestKinds = ['employment', 'money', 'shares', 'patents', 'research', 'family', 'advocacy'] as const

/** `id` is the stage. */
export const ProposeReviewerInput = z.strictObject({ ...commandOn, reviewerId: rowId })
export type ProposeReviewerInput = z.infer<typeof ProposeReviewerInput>

export const OpenAssignmentInput = z.strictObject(commandOnVersion)
export type OpenAssignmentInput = z.infer<typeof OpenAssignmentInput>

export const DeclareNoInterestInput = z.strictObject({ ...commandOnVersion, affirmed: z.boolean() })
export type DeclareNoInterestInput = z.infer<typeof DeclareNoInterestInput>

const interest = {
  kinds: listOf(z.enum(interestKinds), interestKinds.length).check(
    z.minLength(1),
    z.refine((kinds) => new Set(kinds).size === kinds.length, 'inputRepeated'),
  ),
  detail: text(4000),
}

export const DeclareInterestInput = z.strictObject({ ...commandOnVersion, ...interest })
export type DeclareInterestInput = z.infer<typeof DeclareInterestInput>

/** One that came, or was learnt of, after the review began. */
export const DeclareNewInterestInput = z.strictObject({ ...commandOnVersion, ...interest })
export type DeclareNewInterestInput = z.infer<typeof DeclareNewInterestInput>

export const DeclineAssignmentInput = z.strictObject({ ...commandOnVersion, reason })
export type DeclineAssignmentInput = z.infer<typeof DeclineAssignmentInput>

export const ClearInterestInput = z.strictObject({ ...commandOnVersion, reason })
export type ClearInterestInput = z.infer<typeof ClearInterestInput>

export const RecuseReviewerInput = z.strictObject({ ...commandOnVersion, reason })
export type RecuseReviewerInput = z.infer<typeof RecuseReviewerInput>

export const ChallengeReviewerInput = z.strictObject({ ...commandOnVersion, reason })
export type ChallengeReviewerInput = z.infer<typeof ChallengeReviewerInput>

export const ReassignReviewerInput = z.strictObject({ ...commandOnVersion, reason })
export type ReassignReviewerInput = z.infer<typeof ReassignReviewerInput>
