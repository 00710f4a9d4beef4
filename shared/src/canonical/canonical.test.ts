import { describe, expect, test } from 'vitest'
import { canonicalText } from './canonical.ts'

const bytes = (value: unknown) => Buffer.from(canonicalText(value), 'utf8').toString('hex')

describe('canonical text by RFC 8785', () => {
  test('the example of section 3.2.2: no white space, sorted keys, numbers and strings as ECMAScript writes them', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    }
    expect(canonicalText(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('the example of section 3.2.3: keys by UTF-16 code units, so that 😀 stands before דּ', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(canonicalText(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
  })

  // Appendix B of the RFC: IEEE 754 double precision bits and the text that they must have.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
  ])('the double %s is written %s', (bits, text) => {
    expect(canonicalText(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
  })

  test('the order in which a record was built does not change its bytes', () => {
    expect(bytes({ b: { y: 1, x: [2, 1] }, a: 'é' })).toBe(bytes({ a: 'é', b: { x: [2, 1], y: 1 } }))
    expect(bytes({ a: 'é' })).toBe('7b2261223a22c3a9227d')
  })

  test('text is not normalised: two spellings are two records', () => {
    expect(bytes('\u00e9')).not.toBe(bytes('e\u0301'))
  })

  test('the same object may stand in two places', () => {
    const one = { a: 1 }
    expect(canonicalText([one, one])).toBe('[{"a":1},{"a":1}]')
  })

  test('a key named __proto__ is a key like others', () => {
    expect(canonicalText(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}')
  })
})

describe('canonical text refuses, and says where', () => {
  const itself: unknown[] = []
  itself.push({ again: itself })

  test.each<[string, unknown, string]>([
    ['NaN', { a: [1, Number.NaN] }, 'NaN is not a JSON number (at /a/1)'],
    ['an infinity', -Infinity, '-Infinity is not a JSON number (at the top)'],
    ['undefined', { a: undefined }, 'undefined has no JSON form (at /a)'],
    ['a hole in an array', { 'a/b~': Array(1) }, 'undefined has no JSON form (at /a~1b~0/0)'],
    ['a lone surrogate in a text', ['\ud83d'], 'a lone surrogate has no UTF-8 form (at /0)'],
    ['a lone surrogate in a key', { '\ude00': 1 }, 'a lone surrogate has no UTF-8 form'],
    ['a bigint', [1n], 'bigint has no JSON form (at /0)'],
    ['a function', { toJSON: () => 'x' }, 'function has no JSON form (at /toJSON)'],
    ['a symbol', Symbol('x'), 'symbol has no JSON form (at the top)'],
    ['a date', { at: new Date(0) }, 'only plain objects have a JSON form (at /at)'],
    ['a value that contains itself', itself, 'the value contains itself (at /0/again)'],
  ])('%s', (_, value, message) => {
    expect(() => canonicalText(value)).toThrow(TypeError)
    expect(() => canonicalText(value)).toThrow(message)
  })
})
