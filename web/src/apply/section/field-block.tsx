import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { memo } from 'react'
import type { FieldState } from '../../dossier/edit/autosave.ts'
import { controlId, type FileDoor } from '../../dossier/edit/editor.ts'
import { FieldEditor } from '../../dossier/edit/field-editor.tsx'
import { type DossierAutosave, useFieldState } from '../../dossier/edit/use-autosave.ts'
import { FieldView } from '../../dossier/field-view.tsx'
import type { Field, Pack } from '../../dossier/pack.ts'
import { StatusTag } from '../../ui/status-tag.tsx'
import { ConflictChoice } from './conflict-choice.tsx'
import { WhyWeAsk } from './why-we-ask.tsx'

interface FieldBlockProps {
  field: Field
  pack: Pack
  autosave: DossierAutosave
  /** Other answers, for choices that follow them; the same object for fields that follow none. */
  answers: Answers
  required: boolean
  readOnly: boolean
  files: FileDoor
  /** What the last check, or the last key, found wrong. */
  error: string | undefined
  /** Why the agency sent this field back. */
  citation: string | undefined
  onProblem: (field: string, problem: string | null) => void
  onConfirm: (field: string) => void
}

/** One question: its control, what was imported or sent back, who else wrote it, and why it is asked. */
export const FieldBlock = memo(function FieldBlock({
  field,
  pack,
  autosave,
  answers,
  required,
  readOnly,
  files,
  error,
  citation,
  onProblem,
  onConfirm,
}: FieldBlockProps) {
  const { t } = useLingui()
  const state = useFieldState(autosave, field.id)
  const { stored, theirs } = state
  const isUnconfirmed = state.state === 'clean' && stored?.source === 'imported' && !stored.confirmed
  const isLocked = readOnly || state.state === 'locked'
  const message = error ?? (state.state === 'invalid' ? wordsOf(state) : undefined)
  return (
    <div className="field-block">
      {citation !== undefined && (
        <div className="field-block__citation">
          <StatusTag kind="attention">
            <Trans>Sent back</Trans>
          </StatusTag>
          <span dir="auto">{citation}</span>
        </div>
      )}
      {isLocked ? (
        <div id={controlId(field.id)} tabIndex={-1}>
          <h2 className="aksel-label">{field.label}</h2>
          <FieldView field={field} value={state.value} pack={pack} answers={answers} documents={files.documents} />
          {state.state === 'locked' && state.message && <p className="ui-subtle">{state.message}</p>}
        </div>
      ) : (
        <FieldEditor
          field={field}
          id={controlId(field.id)}
          value={state.value}
          pack={pack}
          answers={answers}
          required={required}
          error={message}
          issues={state.issues}
          files={files}
          onChange={(value) => autosave.edit(field.id, value)}
          onLeave={() => void autosave.flush()}
          onProblem={(problem) => onProblem(field.id, problem)}
        />
      )}
      {theirs && state.state === 'conflict' && (
        <ConflictChoice
          {...{ field, pack, state, theirs }}
          documents={files.documents}
          onChoose={(choice) => autosave.resolve(field.id, choice)}
        />
      )}
      {isUnconfirmed && !isLocked && (
        <div className="field-block__imported">
          <StatusTag kind="attention">
            <Trans>Imported – check</Trans>
          </StatusTag>
          {stored.sourceNote && <bdi className="ui-subtle">{stored.sourceNote}</bdi>}
          <Button
            type="button"
            size="small"
            variant="tertiary"
            onClick={() => onConfirm(field.id)}
            aria-label={t`This is right: ${field.label}`}
          >
            <Trans>This is right</Trans>
          </Button>
        </div>
      )}
      <WhyWeAsk field={field} pack={pack} />
    </div>
  )
})

/** The server's words for a malformed answer; of a table's many, the first few. */
function wordsOf({ message, issues }: FieldState): string | undefined {
  return (
    message ??
    (issues
      .slice(0, 3)
      .map((issue) => issue.message)
      .join(' ') ||
      undefined)
  )
}
