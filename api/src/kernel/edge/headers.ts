import type { Portal } from '../portal.ts'

/** Addresses of the API: what is not served there is not there, and no page. */
export const apiPaths =
  /^\/(graphql|auth|files|receipts|events|reports|health|\.well-known\/placet|log\/(checkpoint|leaves|proof))([/?]|$)/

/** Open to everyone from everywhere: no cookie is read there, and any page and any cache may have the answer. */
const openPaths = /^\/(graphql\/public|\.well-known\/placet|log\/(checkpoint|leaves|proof))([/?]|$)/

/** Where a browser tells what a page tried against the policy. */
export const reportsPath = '/reports/csp'

/** No inline code, nothing from elsewhere (security.md 6). */
const pagePolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data: blob:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
  `base-uri 'none'`,
  `object-src 'none'`,
  `worker-src 'self'`,
  `require-trusted-types-for 'script'`,
  `trusted-types placet-worker`,
  `report-to csp`,
].join('; ')

/** An answer of the API is no page: nothing in it may run or load. */
const answerPolicy = `default-src 'none'; frame-ancestors 'none'`

const ownFeatures = ['camera', 'publickey-credentials-create', 'publickey-credentials-get']
/** Everything else that browsers let a page ask for. A name that one of them does not know is an error in its console. */
const noFeatures = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'clipboard-read', 'clipboard-write'],
  ...['compute-pressure', 'display-capture', 'encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope'],
  ...['hid', 'identity-credentials-get', 'idle-detection', 'keyboard-map', 'local-fonts', 'magnetometer', 'microphone'],
  ...['midi', 'otp-credentials', 'payment', 'picture-in-picture', 'screen-wake-lock', 'serial', 'storage-access'],
  ...['sync-xhr', 'unload', 'usb', 'window-management', 'xr-spatial-tracking'],
]
const permissions = [...ownFeatures.map((name) => `${name}=(self)`), ...noFeatures.map((name) => `${name}=()`)].join(
  ', ',
)

/** What every answer under an address carries; a route may still say more of its own kind. */
export function headersOf(url: string, portal: Portal): Record<string, string> {
  const isApi = apiPaths.test(url)
  const isOpen = openPaths.test(url)
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': isOpen ? 'cross-origin' : 'same-origin',
    'permissions-policy': permissions,
    'content-security-policy': isApi ? answerPolicy : pagePolicy,
    ...(isApi ? {} : { 'reporting-endpoints': `csp="${reportsPath}"` }),
    ...(isOpen ? { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' } : {}),
    ...(isApi && !isOpen ? { 'cache-control': 'no-store' } : {}),
    ...(portal.origin.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
      : {}),
  }
}
