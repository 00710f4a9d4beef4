import type { ApolloCache } from '@apollo/client'
import type { SavedAnswersFragment } from './saved-answers.generated.ts'

type Saved = Omit<SavedAnswersFragment, ' $fragmentName' | ' $fragmentRefs'>

function fieldOf(answer: unknown): string | undefined {
  return typeof answer === 'object' && answer !== null && 'field' in answer ? String(answer.field) : undefined
}

/**
 * Writes what a save changed into the dossier's own fields. `AnswersSaved` is an account of the save and not the
 * dossier itself, so the cache cannot know where its parts belong.
 */
export function keepSaved(cache: ApolloCache, { submissionId, outcomes, sections, classification }: Saved): void {
  const changed = new Map(outcomes.flatMap(({ field, answer }) => (answer ? [[field, answer] as const] : [])))
  cache.modify({
    id: cache.identify({ __typename: 'Submission', id: submissionId }) ?? '',
    fields: {
      answers(before: unknown) {
        const known: unknown[] = Array.isArray(before) ? before : []
        const kept = known.map((answer) => changed.get(fieldOf(answer) ?? '') ?? answer)
        const fields = new Set(known.map(fieldOf))
        return [...kept, ...[...changed.values()].filter(({ field }) => !fields.has(field))]
      },
      sections: () => sections,
      classification: () => classification,
    },
  })
}
