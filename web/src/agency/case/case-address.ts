/**
 * The address within a case where a reason of the server can be mended, from its `at`: `screening/<question>`,
 * `stages/<stage>`, `<stage>/<question>`, `requests/<number>`, `decision/<question>`, `conditions/<number>`.
 *
 * @param stages keys of the case's review stages
 */
export function caseAddress(id: string, at: string, stages: readonly string[] = []): string | undefined {
  const [first = '', second = ''] = at.split('/')
  const base = `/agency/cases/${id}`
  if (first === 'screening') return `${base}/screen#${encodeURIComponent(second)}`
  if (first === 'stages') return `${base}/review?stage=${encodeURIComponent(second)}`
  if (first === 'requests') return `${base}/requests#request-${encodeURIComponent(second)}`
  if (['decision', 'conditions', 'departures', 'outcome', 'reasons', 'publicSummary'].includes(first)) {
    return `${base}/decision#${encodeURIComponent(second === '' ? first : `${first}-${second}`)}`
  }
  if (stages.includes(first)) {
    if (second === 'recommendation') return `${base}/review?stage=${encodeURIComponent(first)}#recommendation`
    return `${base}/review?stage=${encodeURIComponent(first)}&question=${encodeURIComponent(second)}`
  }
  return undefined
}
