import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../house.ts'

/** A package as the lock file has it. `place` is its folder from the project's own. */
export type LockedPackage = { place: string; name: string; version: string; licence?: string }

type Entry = { version?: string; license?: string; link?: boolean; dev?: boolean }

/** The packages of others that run in production: all that the lock file does not call a development one. */
export function productionPackages(): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>
  }
  return Object.entries(packages)
    .filter(([place, { link, dev }]) => place.includes('node_modules/') && link !== true && dev !== true)
    .map(([place, { version = '', license }]) => ({
      place,
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      ...(license === undefined ? {} : { licence: license }),
    }))
}
