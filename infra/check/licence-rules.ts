import type { LockedPackage } from './locked-packages.ts'

/** Licences under which a package may run in production. Anything new is a question for people. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PSF-2.0',
  'Unlicense',
])

/** Packages older than the field `license`: what their own licence file or readme says, read by people. */
const readByPeople: Readonly<Record<string, string>> = {
  'combine-errors@3.0.3': 'MIT',
  'passport-local@1.0.0': 'MIT',
  'passport-strategy@1.0.0': 'MIT',
  'pause@0.0.1': 'MIT',
}

/** What stands against a package's licence; of "A OR B" one must be allowed, of "A AND B" both. */
export function licenceFaults(packages: readonly LockedPackage[]): string[] {
  return packages.flatMap(({ name, version, licence = readByPeople[`${name}@${version}`] }) => {
    if (licence === undefined) return [`${name}@${version} names no licence`]
    const terms = licence.replaceAll(/[()]/g, '').split(' OR ')
    const fits = terms.some((term) => term.split(' AND ').every((one) => allowed.has(one.trim())))
    return fits ? [] : [`${name}@${version} is under ${licence}`]
  })
}
