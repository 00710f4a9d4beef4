import { findField } from '@placet/shared/policy-pack/fields'
import { parsePolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { PolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { UploadLimits } from '@placet/shared/policy-pack/upload-limits'
import type { Unmet } from '@placet/shared/kernel/process'
import type { Tx } from '../kernel/db/run.ts'
import { unmet } from '../kernel/workflow.ts'

/** What has been uploaded or begun so far. */
type Taken = { files: number; bytes: number; bytesOfDay: number }

const packs = new Map<string, PolicyPack>()

/** The pack that a case is pinned to; a pack never changes, so it is read once. */
export async function packOf(tx: Tx, packId: string): Promise<PolicyPack> {
  const known = packs.get(packId)
  if (known !== undefined) return known
  const row = await tx.one<{ document: string }>(`select document from policy_pack where id = $1`, [packId])
  if (row === undefined) throw new Error('a case without its policy pack')
  const pack = parsePolicyPack(JSON.parse(row.document))
  packs.set(packId, pack)
  return pack
}

/** Media types that a field asks for, by its id; for a cell of a table `field.column`. */
export function askedBy(pack: PolicyPack, at: string): string[] {
  const [fieldId = '', columnId] = at.split('.')
  const field = findField(pack, fieldId)
  const asks = columnId === undefined ? field : field?.columns?.find(({ id }) => id === columnId)
  return asks?.type === 'file' ? (asks.accept ?? '').split(',').map((type) => type.trim()) : []
}

/**
 * Locks this organisation's quotas until the transaction ends: what two begin at once is counted one after the other.
 */
export async function countTaken(tx: Tx, caseId: string, organisationId: string): Promise<Taken> {
  await tx.rows(`select pg_advisory_xact_lock(hashtextextended('upload:' || $1::text, 0))`, [organisationId])
  const row = await tx.one<{ files: string; bytes: string; day: string }>(
    `select (select count(*) from document where case_id = $1 and state <> 'rejected')
          + (select count(*) from upload where case_id = $1 and ended_at is null) as files,
        (select coalesce(sum(size), 0) from document where case_id = $1 and bytes_removed_at is null)
          + (select coalesce(sum(size), 0) from upload where case_id = $1 and ended_at is null) as bytes,
        (select coalesce(sum(size), 0) from upload where organisation_id = $2 and begun_at > now() - interval '1 day') as day`,
    [caseId, organisationId],
  )
  return { files: Number(row?.files), bytes: Number(row?.bytes), bytesOfDay: Number(row?.day) }
}

/** Why no file of this size may be begun now; empty for none. Sizes in bytes. */
export function overQuota(limits: UploadLimits, taken: Taken, size: number): Unmet[] {
  if (size > limits.fileBytes)
    return [unmet('document.tooLarge', { megabytes: Math.floor(limits.fileBytes / 1024 ** 2) })]
  if (taken.files >= limits.filesPerDossier) return [unmet('document.quotaFiles', { files: limits.filesPerDossier })]
  if (taken.bytes + size > limits.bytesPerDossier)
    return [unmet('document.quotaBytes', { gigabytes: gigabytes(limits.bytesPerDossier) })]
  if (taken.bytesOfDay + size > limits.bytesPerOrganisationADay)
    return [unmet('document.quotaDay', { gigabytes: gigabytes(limits.bytesPerOrganisationADay) })]
  return []
}

const gigabytes = (bytes: number): number => Number((bytes / 1024 ** 3).toFixed(1))
