/** Longest name that is kept, in UTF-16 units, its extension included. */
const longestName = 200

const longestExtension = 12

// Controls, direction marks and overrides, invisible joiners and fillers: they make a name read as another.
const deceiving =
  // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffd]/g

/** Names that Windows keeps for devices, whatever follows the first dot. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

/**
 * A file's name for display, never for a path: without folders, controls, direction marks, characters that some
 * system forbids, dots and spaces at its ends; at most `longestName` long, keeping its extension.
 */
export function cleanName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const name = last
    .replace(deceiving, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(deviceName, '_$&')
  if (name === '') return 'file'
  if (name.length <= longestName) return name
  const extension = extensionOf(name)
  const end = extension === '' || extension.length > longestExtension ? '' : name.slice(-extension.length - 1)
  const start = name.slice(0, longestName - end.length).replace(/[\ud800-\udbff]$/, '')
  return start.trimEnd() + end
}

/** What follows the last dot, lower case, without the dot; empty for none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** `Content-Disposition` of a download (RFC 6266): a plain name for old readers, the true one in UTF-8 (RFC 8187). */
export function attachment(name: string): string {
  const clean = cleanName(name)
  const plain = clean
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
