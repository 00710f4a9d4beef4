import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../house.ts'

type Entry = {
  resolved?: string
  integrity?: string
  link?: boolean
  optionalDependencies?: Record<string, string>
}

// An address in the lock file would tie `npm ci` to one registry; without it npm asks the one it is set up with.
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>
}
for (const [path, { resolved, integrity, link }] of Object.entries(lock.packages)) {
  const problem =
    resolved?.startsWith('http') === true
      ? 'names a registry; set omit-lockfile-registry-resolved=true and install again'
      : integrity === undefined && link !== true && path.includes('node_modules/')
        ? 'has no integrity hash'
        : undefined
  if (problem) {
    console.error(`package-lock.json: ${path} ${problem}.`)
    process.exitCode = 1
  }
}

// A registry may have a package without its parts for other systems; npm then writes a lock file that `npm ci` refuses.
for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  const missing = Object.keys(optionalDependencies).filter((name) => !isLocked(name, path))
  if (missing.length > 0) {
    console.error(`package-lock.json: ${path} lacks ${missing.join(', ')}; take a version that is published whole.`)
    process.exitCode = 1
  }
}

/** Whether a package stands in the lock file where Node would look for it from `path` upward. */
function isLocked(name: string, path: string): boolean {
  const within = `${path === '' ? '' : `${path}/`}node_modules/${name}`
  if (within in lock.packages) return true
  return (
    path !== '' &&
    isLocked(name, path.includes('/node_modules/') ? path.slice(0, path.lastIndexOf('/node_modules/')) : '')
  )
}
