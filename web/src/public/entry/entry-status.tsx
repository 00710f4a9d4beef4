import { useLingui } from '@lingui/react/macro'
import { registerStatuses, wordOf } from '../../dossier/status-words.ts'
import { type StatusKind, StatusTag } from '../../ui/status-tag.tsx'

const kinds: Readonly<Record<string, StatusKind>> = {
  approved: 'done',
  approvedWithConditions: 'done',
  suspended: 'late',
  revoked: 'late',
  refused: 'late',
}

/** How an entry of the register stands, as icon and word. */
export function EntryStatus({ status }: { status: string }) {
  const { t } = useLingui()
  return <StatusTag kind={kinds[status] ?? 'waiting'}>{t(wordOf(registerStatuses, status))}</StatusTag>
}
