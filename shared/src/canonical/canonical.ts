/**
 * The one text of a JSON value by RFC 8785 (JCS): no white space, keys in the order of their UTF-16 code units,
 * numbers and strings as ECMAScript writes them. What is signed, logged and verified is the UTF-8 of this text.
 * @throws {TypeError} for what JSON cannot say without loss: NaN, the infinities, undefined, a lone surrogate, a
 *   bigint, a function, an object with a prototype of its own such as Date, or a value that contains itself. The
 *   message names where it stands, as a JSON pointer.
 */
export function canonicalText(value: unknown): string {
  return write(value, '', new Set())
}

function write(value: unknown, at: string, above: Set<object>): string {
  switch (typeof value) {
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isFinite(value)) throw refused(`${value} is not a JSON number`, at)
      return JSON.stringify(value)
    case 'string':
      return writeString(value, at)
    case 'object':
      return value === null ? 'null' : writeObject(value, at, above)
    default:
      throw refused(`${typeof value} has no JSON form`, at)
  }
}

function writeString(value: string, at: string): string {
  if (!value.isWellFormed()) throw refused('a lone surrogate has no UTF-8 form', at)
  // ECMAScript escapes exactly what RFC 8785 section 3.2.2.2 asks for.
  return JSON.stringify(value)
}

function writeObject(value: object, at: string, above: Set<object>): string {
  if (above.has(value)) throw refused('the value contains itself', at)
  above.add(value)
  const text = Array.isArray(value) ? writeArray(value, at, above) : writeMembers(value, at, above)
  above.delete(value)
  return text
}

function writeArray(value: readonly unknown[], at: string, above: Set<object>): string {
  // Array.from visits the holes of a sparse array, so that they are refused as undefined.
  return `[${Array.from(value, (entry, index) => write(entry, `${at}/${index}`, above)).join(',')}]`
}

function writeMembers(value: object, at: string, above: Set<object>): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw refused('only plain objects have a JSON form', at)
  const members = Object.entries(value)
    // Comparing with < goes by UTF-16 code units, as RFC 8785 section 3.2.3 asks; localeCompare would not.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => {
      const place = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      return `${writeString(key, place)}:${write(entry, place, above)}`
    })
  return `{${members.join(',')}}`
}

function refused(what: string, at: string): TypeError {
  return new TypeError(`${what} (at ${at === '' ? 'the top' : at})`)
}
