import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { findField } from '@placet/shared/policy-pack/fields'
import { localisePack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Field } from '../dossier/pack.ts'

/** For tests: the default policy pack in English, as the server sends it. */
export const pack = localisePack(defaultPack, 'en')

/** For tests: one field of the default pack. Throws where the pack has no such field any more. */
export function fieldNamed(id: string): Field {
  const field = findField(pack, id)
  if (!field) throw new Error(`The default pack has no field ${id}`)
  return field
}
