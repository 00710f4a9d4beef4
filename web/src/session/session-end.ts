type Asking = 'no' | 'yes' | 'putOff'

let asking: Asking = 'no'
const dialogs = new Set<() => void>()

function become(next: Asking): void {
  asking = next
  for (const draw of dialogs) draw()
}

/** For the dialog of a workspace, which is drawn again when the person is to be asked for the password. */
export function watchSessionEnd(draw: () => void): () => void {
  dialogs.add(draw)
  return () => dialogs.delete(draw)
}

export function hasSessionEnded(): boolean {
  return asking !== 'no'
}

export function isAskedToSignIn(): boolean {
  return asking === 'yes'
}

/**
 * The server no longer knows the session. The person is asked once; after "Not now" only for what they do themselves,
 * not for what the page tries again on its own.
 *
 * @returns false where no workspace is drawn that could ask
 */
export function askToSignIn(isPagesOwn: boolean): boolean {
  if (dialogs.size === 0) return false
  if (asking === 'no' || (asking === 'putOff' && !isPagesOwn)) become('yes')
  return true
}

export function putOffSignIn(): void {
  become('putOff')
}

export function signedInAgain(): void {
  become('no')
}
