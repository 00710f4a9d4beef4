import { BlockList, isIP } from 'node:net'

/**
 * Which addresses the server may call, of those that a person can set (security.md 9, "outgoing addresses"): https on port
 * 443, and only to where the whole internet could go as well. Pure; names are resolved elsewhere.
 */
export type OutgoingRules = {
  /** The only hosts, where the agency can name them; lower case. */
  hosts?: readonly string[]
  /** For tests alone: `host:port` that is reached by http, on this very machine too. */
  testHosts?: readonly string[]
}

const list = (family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList => {
  const block = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits = ''] = subnet.split('/')
    block.addSubnet(net, Number(bits), family)
  }
  return block
}

/** IANA's special-purpose registry: this network, private, shared, loopback, link-local, protocol, documentation, 6to4 relays, benchmarks, multicast, reserved. */
const notGlobal4 = list('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
])
/** Only global unicast is routed; what is not in it (mapped, NAT64, unique local, link-local, multicast, loopback) is refused by that. */
const global6 = list('ipv6', ['2000::/3'])
/** Within it: protocol assignments with Teredo and ORCHID, documentation, 6to4, whose last bits may be any IPv4 address. */
const notGlobal6 = list('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'])

/** Can everybody on the internet go there? False for what is no address at all. */
export function isGloballyRoutable(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notGlobal4.check(address, 'ipv4')
    case 6:
      return !address.includes('%') && global6.check(address, 'ipv6') && !notGlobal6.check(address, 'ipv6')
    default:
      return false
  }
}

const isTestHost = (url: URL, { testHosts = [] }: OutgoingRules): boolean => testHosts.includes(url.host)

/** The address as it may be called, as far as its words tell; null where it may not. */
export function outgoingAddress(text: string, rules: OutgoingRules = {}): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (isTestHost(url, rules)) return url
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isNamed = rules.hosts === undefined || rules.hosts.includes(host)
  const isFit = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
  if (!isFit || !isNamed || host === '' || host.endsWith('.')) return null
  // A number may be written in many ways; the parser has made an address of each.
  return isIP(host) === 0 || isGloballyRoutable(host) ? url : null
}

/** Of what a name resolves to, the address to connect to; null where any of them is not for everybody, or there is none. */
export function addressToConnect(url: URL, resolved: readonly string[], rules: OutgoingRules = {}): string | null {
  const [first] = resolved
  if (first === undefined) return null
  if (isTestHost(url, rules)) return first
  return resolved.every(isGloballyRoutable) ? first : null
}
