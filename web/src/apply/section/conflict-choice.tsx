import { Trans, useLingui } from '@lingui/react/macro'
import type { FieldState, StoredAnswer } from '../../dossier/edit/autosave.ts'
import { TwoVersions } from '../../dossier/edit/two-versions.tsx'
import { FieldView } from '../../dossier/field-view.tsx'
import type { ShownDocument } from '../../dossier/document-link.tsx'
import type { Field, Pack } from '../../dossier/pack.ts'
import { formatTime } from '../../ui/date-text.tsx'

interface ConflictChoiceProps {
  field: Field
  pack: Pack
  state: FieldState
  theirs: StoredAnswer
  documents: readonly ShownDocument[]
  onChoose: (choice: 'mine' | 'theirs') => void
}

/** Two people wrote one answer: both are shown, and one is kept by choice. */
export function ConflictChoice({ field, pack, state, theirs, documents, onChoose }: ConflictChoiceProps) {
  const { t, i18n } = useLingui()
  const who = theirs.changedBy ?? t`Somebody`
  const when = formatTime(theirs.changedAt, i18n.locale)
  return (
    <TwoVersions
      told={
        <Trans>
          <bdi>{who}</bdi> changed this answer at <bdi>{when}</bdi>. Choose which one to keep.
        </Trans>
      }
      versions={[
        {
          title: <Trans>Mine</Trans>,
          shown: <FieldView field={field} value={state.value} pack={pack} documents={documents} />,
          keep: <Trans>Keep mine</Trans>,
          keepLabel: t`Keep mine: ${field.label}`,
          onKeep: () => onChoose('mine'),
        },
        {
          title: <Trans>Theirs</Trans>,
          shown: <FieldView field={field} value={theirs.value} pack={pack} documents={documents} />,
          keep: <Trans>Use theirs</Trans>,
          keepLabel: t`Use theirs: ${field.label}`,
          onKeep: () => onChoose('theirs'),
        },
      ]}
    />
  )
}
