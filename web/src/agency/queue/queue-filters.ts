import type { QueueSort, QueueView, SubmissionState } from '../../generated/schema.generated.ts'

export const queueViews = [
  'mine',
  'unassigned',
  'dueSoon',
  'leaveAwaited',
  'all',
] as const satisfies readonly QueueView[]
export const queueSorts = ['dueAt', 'submittedAt', 'reference', 'modelName'] as const satisfies readonly QueueSort[]
export const riskClasses = ['I', 'II', 'III', 'IV'] as const

/** States in which the agency holds a case, in the order of its life; drafts never reach the queue. */
export const queueStates = [
  'submitted',
  'screening',
  'returnedIncomplete',
  'outOfScopeProposed',
  'inReview',
  'onHold',
  'consolidation',
  'decisionPending',
  'decided',
  'withdrawn',
  'outOfScope',
] as const satisfies readonly SubmissionState[]

/** Rows of one page. */
export const pageSize = 50

/** What the address says about the queue; anything that it does not know counts as absent. */
export interface QueueFilters {
  view: QueueView
  sort: QueueSort
  state: SubmissionState | null
  riskClass: string | null
  q: string | null
  after: string | null
}

function oneOf<const T extends string>(known: readonly T[], value: string | null): T | null {
  return known.find((each) => each === value) ?? null
}

/** Reads `?view=&stage=&class=&q=&sort=&after=`. */
export function readQueueFilters(search: URLSearchParams): QueueFilters {
  return {
    view: oneOf(queueViews, search.get('view')) ?? 'all',
    sort: oneOf(queueSorts, search.get('sort')) ?? 'dueAt',
    state: oneOf(queueStates, search.get('stage')),
    riskClass: oneOf(riskClasses, search.get('class')),
    q: search.get('q')?.trim() || null,
    after: search.get('after'),
  }
}

/** The address after one filter has changed: a changed filter begins at the first page again. */
export function withFilter(search: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search)
  next.delete('after')
  next.delete('from')
  if (value) next.set(name, value)
  else next.delete(name)
  return next
}
