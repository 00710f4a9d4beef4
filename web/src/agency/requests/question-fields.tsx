import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Select, Textarea } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { stageLabel } from '../pack/use-pack.ts'

/** A question of a letter that is being written. */
export interface DraftQuestion {
  /** Names the question on this page. */
  key: string
  /** The server's name; null while it is new. */
  id: string | null
  stage: string
  field: string
  question: string
  reason: string
  satisfiedBy: string
}

interface QuestionFieldsProps {
  number: number
  question: DraftQuestion
  pack: Pack
  stages: readonly string[]
  onChange: (question: DraftQuestion) => void
  onRemove: () => void
}

/** The parts of one question: from which stage, about which field, what is asked, why, and what would answer it. */
export function QuestionFields({ number, question, pack, stages, onChange, onRemove }: QuestionFieldsProps) {
  const { t } = useLingui()
  const change = (part: Partial<DraftQuestion>): void => onChange({ ...question, ...part })
  return (
    <fieldset className="request__question">
      <legend>
        <Trans>Question {number}</Trans>
      </legend>
      <div className="request__choices">
        <Select
          label={t`Stage`}
          size="small"
          value={question.stage}
          onChange={({ target }) => change({ stage: target.value })}
        >
          {stages.map((stage) => (
            <option key={stage} value={stage}>
              {stageLabel(pack, stage)}
            </option>
          ))}
        </Select>
        <Select
          label={t`Field of the dossier`}
          size="small"
          value={question.field}
          onChange={({ target }) => change({ field: target.value })}
        >
          <option value="">{t`Select a field`}</option>
          {pack.sections.map((section) => (
            <optgroup key={section.id} label={section.title}>
              {section.fields.map((field) => (
                <option key={field.id} value={field.id}>
                  {field.label}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </div>
      <Textarea
        dir="auto"
        id={`question-${question.key}`}
        label={t`What do you ask?`}
        size="small"
        minRows={2}
        value={question.question}
        onChange={({ target }) => change({ question: target.value })}
      />
      <Textarea
        dir="auto"
        label={t`Why do you ask?`}
        size="small"
        minRows={2}
        value={question.reason}
        onChange={({ target }) => change({ reason: target.value })}
      />
      <Textarea
        dir="auto"
        label={t`What would answer it?`}
        size="small"
        minRows={2}
        value={question.satisfiedBy}
        onChange={({ target }) => change({ satisfiedBy: target.value })}
      />
      <div>
        <Button type="button" size="small" variant="tertiary" onClick={onRemove}>
          <Trans>Remove</Trans>{' '}
          <VisuallyHidden>
            <Trans>question {number}</Trans>
          </VisuallyHidden>
        </Button>
      </div>
    </fieldset>
  )
}
