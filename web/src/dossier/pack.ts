import type { PreloadedQueryRef } from '@apollo/client/react'
import { LocalPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { PackColumn, PackField, PackSection } from '@placet/shared/policy-pack/policy-pack.schema'
import * as z from 'zod/mini'
import { client, preload } from '../apollo.ts'
import { currentLanguage } from '../ui/language.ts'
import { PackDocument, PackOfDossierDocument, type PackQuery } from './pack.generated.ts'

export type Pack = LocalPack
export type Section = PackSection<LocalPack>
export type Field = PackField<LocalPack>
export type Column = PackColumn<LocalPack>

const read = new WeakMap<object, Pack>()

/**
 * The regulator's rules as the server sent them, in the reader's language. Read once for each document.
 *
 * @throws when the document is no policy pack: server and page are then of different versions.
 */
export function readPack(document: unknown): Pack {
  const known = typeof document === 'object' && document !== null ? read.get(document) : undefined
  if (known) return known
  const pack = z.parse(LocalPack, document)
  if (typeof document === 'object' && document !== null) read.set(document, pack)
  return pack
}

/** Starts reading the pack that a dossier is pinned to; without a dossier, the one in force. */
export async function preloadPack(submissionId?: string): Promise<PreloadedQueryRef<PackQuery>> {
  const id = submissionId === undefined ? null : await packIdOf(submissionId)
  return preload(PackDocument, { id, lang: currentLanguage() }, 'cache-first')
}

async function packIdOf(submissionId: string): Promise<string> {
  const { data } = await client.query({ query: PackOfDossierDocument, variables: { id: submissionId } })
  if (!data) throw new Error('The dossier could not be read')
  return data.submission.packId
}
