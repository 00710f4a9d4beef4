import type { FastifyRequest } from 'fastify'

/** From where somebody proves who they are: what the list of sessions shows, and what tries are counted by. */
export type Device = {
  /** Browser and system, empty where the user agent tells neither. */
  device: string
  /** Of the address: what is kept. */
  network: string
  /** As the configured proxies tell it; counted, never kept with an account. */
  address: string
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bFxiOS\//, 'Firefox'],
  [/\b((Headless)?Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Only words of our own lists: what a user agent writes besides is never kept or shown. */
export function deviceWords(userAgent: string): string {
  const word = (list: typeof browsers) => list.find(([form]) => form.test(userAgent))?.[1]
  return [word(browsers), word(systems)].filter((part) => part !== undefined).join(' · ')
}

/** The network of an address: 24 bits of IPv4, 48 of IPv6. */
export function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address)
  if (v4) return `${v4[1]}.0/24`
  const [head = ''] = address.split('%')
  const [before = '', after] = head.split('::')
  const groups = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros =
    after === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - tail.length) }, () => '0')
  return `${[...groups, ...zeros, ...tail].slice(0, 3).join(':')}::/48`
}

/** `request.ip` counts the configured proxy hops and no others (PLACET_TRUST_PROXY). */
export const deviceOf = (request: FastifyRequest): Device => ({
  device: deviceWords(request.headers['user-agent'] ?? ''),
  network: networkOf(request.ip),
  address: request.ip,
})
