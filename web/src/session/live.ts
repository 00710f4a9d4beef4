import { useEffect, useState } from 'react'
import * as z from 'zod/mini'

const Step = z.object({ kind: z.string(), id: z.string(), case: z.string(), own: z.boolean() })
/** What happened somewhere that this person sees: which machine, which object, which case. */
export type Step = z.infer<typeof Step>

const hearers = new Set<(step: Step) => void>()
let source: EventSource | null = null

/** One stream for the page, open for as long as something on it listens. */
function hear(hearer: (step: Step) => void): () => void {
  hearers.add(hearer)
  if (typeof EventSource !== 'undefined' && source === null) {
    source = new EventSource('/events')
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const step = Step.safeParse(JSON.parse(data)).data
      if (step) for (const each of hearers) each(step)
    })
  }
  return () => {
    hearers.delete(hearer)
    if (hearers.size > 0) return
    source?.close()
    source = null
  }
}

/**
 * Whether others did something since the page was drawn or last said that it knows.
 *
 * @param caseId only in this case; anywhere when absent
 */
export function useNews(caseId?: string): { isNews: boolean; seen: () => void } {
  const [isNews, setNews] = useState(false)
  useEffect(
    () =>
      hear((step) => {
        if (!step.own && (caseId === undefined || step.case === caseId)) setNews(true)
      }),
    [caseId],
  )
  return { isNews, seen: () => setNews(false) }
}
