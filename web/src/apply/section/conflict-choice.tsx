import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import type { FieldState, StoredAnswer } from '../../dossier/edit/autosave.ts'
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
    <div role="alert" className="conflict-choice">
      <p>
        <strong>
          <Trans>
            <bdi>{who}</bdi> changed this answer at <bdi>{when}</bdi>. Choose which one to keep.
          </Trans>
        </strong>
      </p>
      <div className="conflict-choice__both">
        <div>
          <h3 className="aksel-heading aksel-heading--xsmall">
            <Trans>Mine</Trans>
          </h3>
          <FieldView field={field} value={state.value} pack={pack} documents={documents} />
          <Button
            type="button"
            size="small"
            variant="secondary"
            onClick={() => onChoose('mine')}
            aria-label={t`Keep mine: ${field.label}`}
          >
            <Trans>Keep mine</Trans>
          </Button>
        </div>
        <div>
          <h3 className="aksel-heading aksel-heading--xsmall">
            <Trans>Theirs</Trans>
          </h3>
          <FieldView field={field} value={theirs.value} pack={pack} documents={documents} />
          <Button
            type="button"
            size="small"
            variant="secondary"
            onClick={() => onChoose('theirs')}
            aria-label={t`Use theirs: ${field.label}`}
          >
            <Trans>Use theirs</Trans>
          </Button>
        </div>
      </div>
    </div>
  )
}
