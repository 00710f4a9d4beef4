import { findField } from '@placet/shared/policy-pack/fields'
import type { PolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Language } from '../kernel/auth/actor.ts'
import { refuse } from '../kernel/refusal.ts'
import type { RefusalData } from '../kernel/refusal.ts'
import { say } from '../kernel/wording.ts'

/** What a part of an input, at `path`, points at in the pack: a field, a stage, or one of the questions that are asked. */
export type Pointer = { path: string } & (
  { field: string } | { stage: string } | { question: string; asked: readonly string[] }
)

/** Refuses, each by its path, what points at nothing; null when all of it is there. An empty field is a draft's, and passes. */
export function refuseUnknown(language: Language, pack: PolicyPack, pointers: readonly Pointer[]): RefusalData | null {
  const unknown = (pointer: Pointer): string | null => {
    if ('field' in pointer)
      return pointer.field === '' || findField(pack, pointer.field) !== undefined ? null : 'pack.unknownField'
    if ('stage' in pointer) return pack.stages.some(({ key }) => key === pointer.stage) ? null : 'pack.unknownStage'
    return pointer.asked.includes(pointer.question) ? null : 'pack.unknownQuestion'
  }
  const issues = pointers.flatMap((pointer) => {
    const code = unknown(pointer)
    return code === null ? [] : [{ path: pointer.path, message: say(language, code) }]
  })
  return issues.length === 0 ? null : refuse.invalid(language, issues)
}
