import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const file = join(import.meta.dirname, 'src', 'generated', 'operation-hashes.json')
const registry = join(import.meta.dirname, 'src', 'registered-operations.ts')

/**
 * Puts the hash of each registered operation into the module of its document, so that a page loads the hashes of its
 * own operations and not of the whole portal's.
 */
export function operationHashes(): Plugin {
  return {
    name: 'placet:operation-hashes',
    transform: {
      filter: { id: /\.generated\.ts$/ },
      handler(code) {
        const hashes = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
        const names = [...code.matchAll(/export const (\w+)Document = /g)].map(([, name = '']) => name)
        const calls = names.flatMap((name) => (hashes[name] ? [`registered('${name}', '${hashes[name]}')`] : []))
        if (calls.length === 0) return null
        return {
          code: `import { registered } from ${JSON.stringify(registry)}\n${code}\n${calls.join('\n')}\n`,
          map: null,
          moduleSideEffects: true,
        }
      },
    },
  }
}
