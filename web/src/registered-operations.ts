const hashes = new Map<string, string>()

/**
 * Called by each generated document when its chunk is loaded; the build writes the call.
 *
 * @public
 */
export function registered(name: string, sha256: string): void {
  hashes.set(name, sha256)
}

/** The hash under which the server knows an operation; undefined in a test, where nothing is sent. */
export function hashOf(name: string): string | undefined {
  return hashes.get(name)
}
