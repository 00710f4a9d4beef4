interface Dossier {
  state: string
  citations: readonly { field: string }[]
  unmet: readonly { at: string | null }[]
  informationRequests: readonly { state: string; questions: readonly { field: string }[] }[]
}

const openRequests: readonly string[] = ['issued', 'extensionAsked', 'incomplete']

/**
 * Which answers the applicant may change now: all of a draft; of a returned dossier what was cited and what its mending
 * newly asks for; otherwise what an open request asks about. The server rules on each save; this only draws the page.
 */
export function openFields({ state, citations, unmet, informationRequests }: Dossier): (field: string) => boolean {
  if (state === 'draft') return () => true
  const asked = informationRequests
    .filter((request) => openRequests.includes(request.state))
    .flatMap(({ questions }) => questions.map(({ field }) => field))
  const returned = state === 'returnedIncomplete' ? [...citations.map(({ field }) => field), ...unmet.map(fieldAt)] : []
  const open = new Set<string | undefined>([...asked, ...returned])
  return (field) => open.has(field)
}

function fieldAt({ at }: { at: string | null }): string | undefined {
  return at?.split('/')[1]
}
