import { Trans, useLingui } from '@lingui/react/macro'
import { Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useId } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { FieldLink } from '../dossier-pane/field-link.tsx'
import { fieldLabel } from '../pack/use-pack.ts'
import { answerCodes, answers as answerWords } from '../words.ts'
import { Comma } from '../../ui/punctuation.tsx'
import './officer-questions.css'

/** An answer of the screener or the case manager to a question of the pack. */
export interface OfficerAnswer {
  question: string
  answer: string
  reason: string
}

interface OfficerQuestionsProps {
  title: string
  pack: Pack
  questions: readonly { id: string; text: string; fields: readonly string[] }[]
  answers: readonly OfficerAnswer[]
  onChange: (answers: OfficerAnswer[]) => void
  /** Before each question's id; links that lead to a question end in this name. */
  idPrefix?: string
  /** The dossier stands beside the questions, so that fields can be opened there. */
  hasDossier?: boolean
}

/** Questions that an officer answers alone: each yes, partly or no, with a reason. */
export function OfficerQuestions({
  title,
  pack,
  questions,
  answers,
  onChange,
  idPrefix = '',
  hasDossier = false,
}: OfficerQuestionsProps) {
  const { t } = useLingui()
  const headingId = useId()

  function answer(question: string, part: Partial<OfficerAnswer>): void {
    const before = answers.find((each) => each.question === question) ?? { question, answer: '', reason: '' }
    onChange([...answers.filter((each) => each.question !== question), { ...before, ...part }])
  }

  return (
    <section aria-labelledby={headingId}>
      <Heading level="2" size="small" id={headingId} spacing>
        {title}
      </Heading>
      {questions.map(({ id, text, fields }, index) => {
        const given = answers.find((each) => each.question === id)
        return (
          <div key={id} className="officer-question" id={`${idPrefix}${id}`}>
            <RadioGroup
              legend={`${index + 1}. ${text}`}
              size="small"
              value={given?.answer ?? ''}
              onChange={(chosen: string) => answer(id, { answer: chosen })}
              description={
                fields.length > 0 && (
                  <>
                    <Trans>See:</Trans>{' '}
                    {fields.map((field, place) => (
                      <span key={field}>
                        {place > 0 && <Comma />}
                        {hasDossier ? <FieldLink pack={pack} field={field} /> : fieldLabel(pack, field)}
                      </span>
                    ))}
                  </>
                )
              }
            >
              <div className="agency-buttons">
                {answerCodes.map((code) => (
                  <Radio key={code} value={code}>
                    {t(wordOf(answerWords, code))}
                  </Radio>
                ))}
              </div>
            </RadioGroup>
            <Textarea
              dir="auto"
              label={t`Reason for question ${index + 1}`}
              size="small"
              minRows={2}
              value={given?.reason ?? ''}
              onChange={({ target }) => answer(id, { reason: target.value })}
            />
          </div>
        )
      })}
    </section>
  )
}
