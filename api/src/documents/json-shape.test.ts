import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { JsonShape } from './json-shape.ts'

const isJson = (text: string, pieceSize = text.length): boolean => {
  const shape = new JsonShape()
  for (let at = 0; at < text.length; at += Math.max(1, pieceSize))
    shape.take(text.slice(at, at + Math.max(1, pieceSize)))
  return shape.end()
}

test.each([
  '{}',
  '[]',
  ' { "a" : [ 1 , -0.5e+3 , true , null , "\\u00e9\\n" ] } \n',
  '"only a text"',
  '17',
  '[[],{}]',
  '{"a":{"b":[{}]}}',
])('JSON: %s', (text) => {
  expect([isJson(text), isJson(text, 1), isJson(text, 3)]).toEqual([true, true, true])
})

test.each([
  '',
  ' ',
  '{',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  "{'a':1}",
  '[1 2]',
  '{"a" 1}',
  '01',
  '1.',
  '.5',
  '+1',
  'NaN',
  'tru',
  'nul l',
  '[1}',
  '{}{}',
  '"open',
  '"\\x"',
  '"\\u12"',
  '"tab\t"',
  '[,1]',
  '{,}',
  '{"a":}',
  'a,b\n1,2',
  '[1]]',
  '-',
  '[true false]',
  '// no',
])('no JSON: %j', (text) => {
  expect([isJson(text), isJson(text, 1)]).toEqual([false, false])
})

test('endless nesting and endless numbers are refused', () => {
  expect([isJson('['.repeat(512) + ']'.repeat(512)), isJson('['.repeat(513) + ']'.repeat(513))]).toEqual([true, false])
  expect(isJson('1'.repeat(2000))).toBe(false)
})

const suite = join(import.meta.dirname, '../../../../shared/data/strings/json-parsing')
test.skipIf(!existsSync(suite))(
  'agrees with the parsing suite, and with JSON.parse on what the suite leaves open',
  () => {
    for (const file of readdirSync(suite)) {
      const bytes = readFileSync(join(suite, file))
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      if (file.startsWith('y_')) expect([file, isJson(text), isJson(text, 1)]).toEqual([file, true, true])
      // Broken UTF-8 is found before the shape is looked at.
      if (file.startsWith('n_') && !text.includes('\uFFFD')) expect([file, isJson(text)]).toEqual([file, false])
    }
  },
)
