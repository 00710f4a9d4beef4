import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { StartError } from '../db/start-error.ts'

export type Operation = { name: string; text: string; public: boolean }

/** The registered operations: sha256 of the text → operation. Public ones are those whose name begins with `Public`. */
export function readOperations(file: string, required: boolean): Map<string, Operation> {
  if (!existsSync(file)) {
    if (required)
      throw new StartError('The list of registered operations is missing. Build the web part first: npm run build.')
    return new Map()
  }
  const listed = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { name: string; text: string }>
  return new Map(
    Object.entries(listed).map(([hash, { name, text }]) => {
      if (createHash('sha256').update(text).digest('hex') !== hash)
        throw new StartError(`The registered operation ${name} does not match its hash. Build again: npm run build.`)
      return [hash, { name, text, public: name.startsWith('Public') }]
    }),
  )
}
