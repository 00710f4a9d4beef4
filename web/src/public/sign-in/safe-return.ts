/**
 * The address of this portal to open after signing in, from the `return` of the query; null for anything else, so that
 * a link to the sign-in page cannot lead to a foreign site.
 */
export function safeReturn(value: string | null): string | null {
  if (!value?.startsWith('/')) return null
  const url = URL.parse(value, window.location.origin)
  if (!url || url.origin !== window.location.origin || url.pathname === '/sign-in') return null
  return url.pathname + url.search + url.hash
}
