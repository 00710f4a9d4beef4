let waiting: ((proved: boolean) => void)[] = []
const dialogs = new Set<() => void>()

function draw(): void {
  for (const each of dialogs) each()
}

/** For the dialog of a workspace, which is drawn again when the person is to prove who they are. */
export function watchProof(redraw: () => void): () => void {
  dialogs.add(redraw)
  return () => dialogs.delete(redraw)
}

export const isProofAsked = (): boolean => waiting.length > 0

/**
 * Asks the person to prove again who they are, over the page as it stands.
 *
 * @returns whether they did; at once false where no workspace is drawn that could ask
 */
export function askForProof(): Promise<boolean> {
  if (dialogs.size === 0) return Promise.resolve(false)
  return new Promise((answer) => {
    waiting = [...waiting, answer]
    draw()
  })
}

/** Tells all that wait how it ended. */
export function endProof(proved: boolean): void {
  const answered = waiting
  waiting = []
  for (const answer of answered) answer(proved)
  draw()
}
