import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@navikt/ds-react'
import { findField, findSectionOf } from '@placet/shared/policy-pack/fields'
import { asText, textOrNull } from '../../dossier/edit/editor.ts'
import { type DossierAutosave, useFieldState } from '../../dossier/edit/use-autosave.ts'
import type { ShownDocument } from '../../dossier/document-link.tsx'
import { FieldView } from '../../dossier/field-view.tsx'
import type { Field, Pack } from '../../dossier/pack.ts'
import { TakenBack } from '../../dossier/taken-back.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import type { ComponentProps } from 'react'
import { addressIn } from '../dossier-address.ts'
import { ConflictChoice } from '../section/conflict-choice.tsx'

interface RequestQuestionProps {
  question: {
    id: string
    field: string
    question: string
    reason: string
    satisfiedBy: string
    complete: boolean | null
    judgement: string | null
    takenBack: ComponentProps<typeof TakenBack>['of'] | null
  }
  number: number
  pack: Pack
  autosave: DossierAutosave
  /** What the dossier says now to the field in question. */
  current: unknown
  documents: readonly ShownDocument[]
  canEdit: boolean
  submissionId: string
}

/** One question of the agency: why it is asked, what would satisfy it, what the dossier says, and the answer. */
export function RequestQuestion(props: RequestQuestionProps) {
  const { question, number, pack, autosave, current, documents, canEdit, submissionId } = props
  const { t } = useLingui()
  const state = useFieldState(autosave, question.id)
  const field = findField(pack, question.field)
  const label = t`Your answer to question ${number}`
  // A question's answer is text; drawn for a conflict like any long text.
  const asField: Field = {
    id: question.id,
    label,
    help: label,
    type: 'longText',
    required: true,
    public: false,
    mapsTo: [],
  }
  return (
    <li className="request-page__question">
      <h2 className="aksel-heading aksel-heading--xsmall" dir="auto">
        <bdi>{number}.</bdi> {question.question}
      </h2>
      <dl className="ui-facts">
        <dt>
          <Trans>Why</Trans>
        </dt>
        <dd dir="auto">{question.reason}</dd>
        <dt>
          <Trans>What would satisfy it</Trans>
        </dt>
        <dd dir="auto">{question.satisfiedBy}</dd>
        {question.complete === false && question.judgement && (
          <>
            <dt>
              <StatusTag kind="attention">
                <Trans>Not complete</Trans>
              </StatusTag>
            </dt>
            <dd dir="auto">{question.judgement}</dd>
          </>
        )}
      </dl>
      {field && (
        <details>
          <summary>
            <Trans>
              What the dossier says: {findSectionOf(pack, field.id)?.title}, {field.label}
            </Trans>
          </summary>
          <FieldView field={field} value={current} pack={pack} documents={documents} />
          {canEdit && (
            <p>
              <TextLink to={addressIn(submissionId)(`${findSectionOf(pack, field.id)?.id}/${field.id}`) ?? '.'}>
                <Trans>Change this answer in the dossier</Trans>
              </TextLink>
            </p>
          )}
        </details>
      )}
      {question.takenBack && (
        <TakenBack of={question.takenBack} field={question.field} pack={pack} documents={documents} />
      )}
      {canEdit ? (
        <>
          <Textarea
            id={`q-${question.id}`}
            label={label}
            value={asText(state.value)}
            error={state.state === 'invalid' ? state.message : undefined}
            maxLength={20_000}
            minRows={4}
            dir="auto"
            onChange={({ target }) => autosave.edit(question.id, textOrNull(target.value))}
            onBlur={() => void autosave.flush()}
          />
          {state.state === 'conflict' && state.theirs && (
            <ConflictChoice
              field={asField}
              pack={pack}
              state={state}
              theirs={state.theirs}
              documents={documents}
              onChoose={(choice) => autosave.resolve(question.id, choice)}
            />
          )}
        </>
      ) : (
        <>
          <h3 className="aksel-label">{label}</h3>
          <FieldView field={asField} value={state.value} pack={pack} />
        </>
      )}
    </li>
  )
}
