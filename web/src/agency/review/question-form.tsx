import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { Comma } from '../../ui/punctuation.tsx'
import { SaveStatus } from '../autosave/save-status.tsx'
import { FieldLink } from '../dossier-pane/field-link.tsx'
import { answerCodes, answers as answerWords } from '../words.ts'
import { AnswerTwice } from './answer-twice.tsx'
import { PointerText } from './pointer-text.tsx'
import type { ReviewDeskStageFragment } from './review-page.generated.ts'
import type { ReviewAnswers } from './use-review-answers.ts'

interface QuestionFormProps {
  question: ReviewDeskStageFragment['questions'][number]
  number: number
  pack: Pack
  documents: readonly { id: string; name: string }[]
  answers: ReviewAnswers
  /** The questions of the stage that wait for a choice, this one left out. */
  undecided: readonly { number: number; open: () => void }[]
}

/** One question of the stage: what is asked and why, my answer, its reason, and the evidence it rests on. */
export function QuestionForm({ question, number, pack, documents, answers, undecided }: QuestionFormProps) {
  const { t } = useLingui()
  const { answer, reason, evidence } = answers.of(question.id)
  const change = answers.change
  const other = answers.others[question.id]
  const { refusal, fault } = answers.command
  // Where both answers could be read, they say more than the server's refusal.
  const isShownWhole = refusal?.__typename === 'Stale' && (other !== undefined || undecided.length > 0)
  return (
    <div className="review__question" id="review-question" tabIndex={-1}>
      <Heading level="3" size="xsmall">
        {number}. {question.text}
      </Heading>
      {question.who && (
        <BodyShort size="small" className="ui-subtle">
          <Trans>WHO recommendation: {question.who}</Trans>
        </BodyShort>
      )}
      {question.evidence && (
        <BodyShort size="small" className="ui-subtle">
          <Trans>What would show it: {question.evidence}</Trans>
        </BodyShort>
      )}
      {question.fields.length > 0 && (
        <BodyShort size="small">
          <Trans>See:</Trans>{' '}
          {question.fields.map((field, place) => (
            <span key={field}>
              {place > 0 && <Comma />}
              <FieldLink pack={pack} field={field} />
            </span>
          ))}
        </BodyShort>
      )}
      <RadioGroup
        legend={t`Your answer`}
        size="small"
        value={answer ?? ''}
        onChange={(chosen: string) => change(question.id, { answer: chosen })}
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
        label={t`Reason`}
        size="small"
        minRows={4}
        value={reason}
        onChange={({ target }) => change(question.id, { reason: target.value })}
        onBlur={() => void answers.flush()}
      />
      <div>
        <Heading level="4" size="xsmall">
          <Trans>Evidence for this answer</Trans>
        </Heading>
        {evidence.length === 0 ? (
          <BodyShort size="small">
            <Trans>None yet. Use “Cite” beside a field of the dossier or a document.</Trans>
          </BodyShort>
        ) : (
          <ul className="review__pointers">
            {evidence.map((pointer, index) => (
              <li key={`${pointer.kind} ${pointer.at} ${pointer.page ?? ''}`}>
                <PointerText pointer={pointer} pack={pack} documents={documents} />{' '}
                <Button
                  type="button"
                  size="xsmall"
                  variant="tertiary"
                  onClick={() => change(question.id, { evidence: evidence.filter((_, at) => at !== index) })}
                >
                  <Trans>Remove</Trans>{' '}
                  <VisuallyHidden>
                    <PointerText pointer={pointer} pack={pack} documents={documents} />
                  </VisuallyHidden>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <SaveStatus state={answers.saving} />
      {other && (
        <AnswerTwice
          number={number}
          mine={answers.of(question.id)}
          stored={other}
          pack={pack}
          documents={documents}
          onKeepMine={() => answers.keepMine(question.id)}
          onTakeStored={() => answers.takeStored(question.id)}
        />
      )}
      {undecided.map(({ number: elsewhere, open }) => (
        <BodyShort key={elsewhere} size="small">
          <Trans>Question {elsewhere} is not saved: it was changed in another window.</Trans>{' '}
          <Button type="button" size="xsmall" variant="secondary" onClick={open}>
            <Trans>Choose which answer to keep</Trans> <VisuallyHidden>({elsewhere})</VisuallyHidden>
          </Button>
        </BodyShort>
      ))}
      {!isShownWhole && <RefusalAlert refusal={refusal} />}
      <ServerFault fault={fault} onRetry={() => void answers.flush()} />
    </div>
  )
}
