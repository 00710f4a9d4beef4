import { resolve } from 'node:path'

/** The repository's root, from api/src and from api/dist/src alike. */
export const root = resolve(import.meta.dirname, import.meta.dirname.includes('/dist/') ? '../../..' : '../..')
