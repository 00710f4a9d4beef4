/**
 * An address whose escapes spell no text, such as `/%ff`, with its percent signs taken as written: it then leads nowhere
 * as any other does, and a browser gets the page that says so. Fastify would answer it before any route or header of ours.
 */
export function readableUrl({ url = '/' }: { url?: string }): string {
  const [path = '/', ...query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?')
  }
}
