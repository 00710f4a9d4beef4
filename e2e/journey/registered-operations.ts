import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { Unexpected } from './outcome.ts'

const Manifest = z.record(z.string(), z.object({ name: z.string(), text: z.string() }))

/** SHA-256 (hex) of the registered text of each operation, by operation name. */
export type RegisteredOperations = ReadonlyMap<string, string>

/**
 * Reads the manifest that `npm run operations` writes; the portal answers these operations only.
 * Throws `Unexpected` when the manifest is missing or is not one.
 */
export function readRegisteredOperations(
  file = new URL('../../infra/operations/operations.json', import.meta.url),
): RegisteredOperations {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Unexpected('There is no list of registered operations yet. Run `npm run operations` first.')
  }
  const manifest = Manifest.safeParse(JSON.parse(text))
  if (!manifest.success)
    throw new Unexpected('The list of registered operations cannot be read. Run `npm run operations` again.')
  return new Map(Object.entries(manifest.data).map(([hash, operation]) => [operation.name, hash]))
}
