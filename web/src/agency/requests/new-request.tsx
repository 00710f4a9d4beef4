import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, CheckboxGroup, Heading, Radio, RadioGroup } from '@navikt/ds-react'
import { useState } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { Colon } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { stageLabel } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { DraftInformationRequestDocument, type RequestsCaseFragment } from './requests-page.generated.ts'

/** A question that a reviewer's "no" or "partly" suggests. */
interface Suggestion {
  key: string
  stage: string
  field: string
  question: string
  reason: string
}

/** One suggestion for each question of a stage that a report answers with no or partly. */
function suggestionsOf({ stages }: RequestsCaseFragment): Suggestion[] {
  return stages.flatMap(({ stage, questions, reports }) =>
    questions.flatMap(({ id, text, fields }) => {
      const lacking = reports
        .flatMap(({ answers }) => answers)
        .find((each) => each.question === id && (each.answer === 'no' || each.answer === 'partly'))
      return lacking
        ? [{ key: `${stage} ${id}`, stage, field: fields[0] ?? '', question: text, reason: lacking.reason }]
        : []
    }),
  )
}

/** Begins a request: does it stop the clock, and which open points of the reports go into it. */
export function NewRequest({ shown, pack }: { shown: RequestsCaseFragment; pack: Pack }) {
  const { t } = useLingui()
  const suggestions = suggestionsOf(shown)
  const [chosen, setChosen] = useState<string[]>(() => suggestions.map(({ key }) => key))
  const [stopsClock, setStopsClock] = useState(true)
  const command = useSend(DraftInformationRequestDocument, { refetch: ['RequestsDesk'] })

  async function begin(): Promise<void> {
    await command.send({
      id: shown.id,
      stopsClock,
      questions: suggestions
        .filter(({ key }) => chosen.includes(key))
        .map(({ stage, field, question, reason }) => ({ stage, field, question, reason, satisfiedBy: '' })),
    })
  }

  return (
    <section aria-labelledby="new-request" className="request">
      <Heading level="2" size="medium" id="new-request">
        <Trans>New request</Trans>
      </Heading>
      <RadioGroup
        legend={t`Does the review clock stop while the applicant answers?`}
        value={stopsClock ? 'yes' : 'no'}
        onChange={(answer: string) => setStopsClock(answer === 'yes')}
      >
        <Radio value="yes">{t`Yes, it stops on the day of sending`}</Radio>
        <Radio value="no">{t`No, a small point to be cleared up`}</Radio>
      </RadioGroup>
      {suggestions.length > 0 && (
        <CheckboxGroup
          legend={t`Open points of the reports`}
          description={t`Questions that a reviewer answered with “no” or “partly”. You can change the words afterwards.`}
          value={chosen}
          onChange={setChosen}
        >
          {suggestions.map(({ key, stage, question }) => (
            <Checkbox key={key} value={key}>
              {stageLabel(pack, stage)}
              <Colon />
              <bdi>{question}</bdi>
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      <SendAnswer command={command} />
      <div>
        <Button type="button" loading={command.sending} onClick={() => void begin()}>
          <Trans>Begin the request</Trans>
        </Button>
      </div>
    </section>
  )
}
