import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useState } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { fieldLabel, stageLabel } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { JudgeRequestDocument, type RequestToHandleFragment } from './requests-page.generated.ts'

interface Judged {
  complete: boolean | null
  judgement: string
}

/** Judges the applicant's answers one by one; the clock goes on when each is complete. */
export function JudgeAnswers({ shown, pack }: { shown: RequestToHandleFragment; pack: Pack }) {
  const { t } = useLingui()
  const [judged, setJudged] = useState<Readonly<Record<string, Judged>>>(() =>
    Object.fromEntries(
      shown.questions.map(({ id, complete, judgement }) => [id, { complete, judgement: judgement ?? '' }]),
    ),
  )
  const [errors, setErrors] = useState<readonly FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const command = useSend(JudgeRequestDocument, { refetch: ['RequestsDesk'] })
  const of = (id: string): Judged => judged[id] ?? { complete: null, judgement: '' }
  const errorOf = (fieldId: string): string | undefined => errors.find((each) => each.fieldId === fieldId)?.message
  const allComplete = shown.questions.every(({ id }) => of(id).complete === true)

  function judge(id: string, part: Partial<Judged>): void {
    setJudged({ ...judged, [id]: { ...of(id), ...part } })
    setErrors([])
  }

  async function send(): Promise<void> {
    const found = shown.questions.flatMap(({ id }, index): FormError[] => {
      const { complete, judgement } = of(id)
      if (complete === null) {
        return [{ fieldId: `complete-${id}`, message: t`Select whether answer ${index + 1} is complete` }]
      }
      if (!complete && judgement.trim() === '') {
        return [{ fieldId: `judgement-${id}`, message: t`Enter what answer ${index + 1} still lacks` }]
      }
      return []
    })
    setErrors(found)
    setAttempt((before) => before + 1)
    if (found.length > 0) return
    await command.send({
      id: shown.id,
      version: shown.version,
      judgements: shown.questions.map(({ id }) => ({
        question: id,
        complete: of(id).complete === true,
        judgement: of(id).judgement.trim(),
      })),
    })
  }

  return (
    <div className="ui-stack">
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      {shown.questions.map((question, index) => (
        <section key={question.id} className="request__question" aria-labelledby={`asked-${question.id}`}>
          <h3 id={`asked-${question.id}`} className="aksel-heading aksel-heading--xsmall">
            {index + 1}. <bdi>{question.question}</bdi>
          </h3>
          <BodyShort size="small" className="ui-subtle">
            {stageLabel(pack, question.stage)} · {fieldLabel(pack, question.field)}
          </BodyShort>
          <BodyShort dir="auto">{question.answer ?? t`No answer was given.`}</BodyShort>
          <RadioGroup
            id={`complete-${question.id}`}
            legend={t`Is this answer complete?`}
            size="small"
            value={of(question.id).complete === null ? '' : of(question.id).complete ? 'yes' : 'no'}
            onChange={(answer: string) => judge(question.id, { complete: answer === 'yes' })}
            error={errorOf(`complete-${question.id}`)}
          >
            <Radio value="yes">{t`Complete`}</Radio>
            <Radio value="no">{t`Not complete`}</Radio>
          </RadioGroup>
          {of(question.id).complete === false && (
            <Textarea
              dir="auto"
              id={`judgement-${question.id}`}
              label={t`What does it still lack?`}
              description={t`The applicant reads this.`}
              size="small"
              minRows={2}
              value={of(question.id).judgement}
              onChange={({ target }) => judge(question.id, { judgement: target.value })}
              error={errorOf(`judgement-${question.id}`)}
            />
          )}
        </section>
      ))}
      <SendAnswer command={command} />
      <div>
        <PermitButton
          permits={shown.permits}
          event={allComplete ? 'JUDGE_COMPLETE' : 'JUDGE_INCOMPLETE'}
          loading={command.sending}
          onClick={() => void send()}
        >
          {allComplete ? <Trans>Record: complete, the clock goes on</Trans> : <Trans>Record the judgement</Trans>}
        </PermitButton>
      </div>
    </div>
  )
}
