import { expect, test } from 'vitest'
import { licenceFaults } from './licence-rules.ts'
import { productionPackages } from './locked-packages.ts'

const of = (licence?: string) => [
  { place: 'node_modules/x', name: 'x', version: '1.0.0', ...(licence === undefined ? {} : { licence }) },
]

test.each(['MIT', '(MIT OR GPL-3.0-only)', '(ISC AND CC-BY-3.0)'])('%s may run in production', (licence) => {
  expect(licenceFaults(of(licence))).toEqual([])
})

test.each(['GPL-3.0-only', 'SEE LICENSE IN x', '(MIT AND AGPL-3.0-only)'])('%s may not', (licence) => {
  expect(licenceFaults(of(licence))).toEqual([`x@1.0.0 is under ${licence}`])
})

test('a package without a licence is named', () => {
  expect(licenceFaults(of())).toEqual(['x@1.0.0 names no licence'])
})

test('production packages are those of the lock file, without tools and without our own', () => {
  const names = productionPackages().map(({ name }) => name)
  expect(names).toContain('react')
  expect(names).not.toContain('vitest')
  expect(names.filter((name) => name.startsWith('@placet/'))).toEqual([])
})
