/** What a page must not take with it when it goes. */
interface Unsent {
  /** True while the page holds words that the server has not acknowledged. */
  hasUnsaved: () => boolean
  /** Sends at once what would have been sent after a pause. */
  hurry: () => void
  /** As `hurry`, for a page that ends now: nothing may wait for an answer any more. */
  leave: () => void
  /**
   * Only for words that go with the page they were typed on: saves them now; true when nothing unsaved is left. What
   * outlives its page, as a dossier's answers do, has none and holds no page back.
   */
  saveWithPage?: () => Promise<boolean>
}

const watched = new Set<Unsent>()

/** Sends at once what waits on this page, as after a new sign-in. */
export function hurryAll(): void {
  for (const { hurry } of watched) hurry()
}

/** Says whether another page would take words from this one that are not saved. */
export function holdsWords(): boolean {
  return [...watched].some(({ saveWithPage, hasUnsaved }) => saveWithPage !== undefined && hasUnsaved())
}

/** Saves what would go with the page; true when nothing of it is left unsaved. */
export async function saveWords(): Promise<boolean> {
  const saved = await Promise.all([...watched].flatMap(({ saveWithPage }) => (saveWithPage ? [saveWithPage()] : [])))
  return saved.every(Boolean)
}

/**
 * Nothing typed goes with the page: what waits is sent when the page is hidden (on a phone that may be the last one
 * hears of it), when it ends, and when the connection is back. The browser warns while something is not acknowledged.
 *
 * @returns ends the watch
 */
export function watchLeaving(unsent: Unsent): () => void {
  const { hasUnsaved, hurry, leave } = unsent
  const watch = new AbortController()
  const { signal } = watch
  const hide = () => {
    if (document.visibilityState === 'hidden') hurry()
  }
  const warn = (closing: BeforeUnloadEvent) => {
    if (!hasUnsaved()) return
    closing.preventDefault()
    // Saved while the person reads the question, whatever they answer.
    hurry()
  }
  document.addEventListener('visibilitychange', hide, { signal })
  addEventListener('pagehide', leave, { signal })
  addEventListener('beforeunload', warn, { signal })
  addEventListener('online', hurry, { signal })
  watched.add(unsent)
  return () => {
    watched.delete(unsent)
    watch.abort()
  }
}
