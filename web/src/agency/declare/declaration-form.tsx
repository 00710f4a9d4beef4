import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ConfirmationPanel, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useId, useState } from 'react'
import { ErrorSummaryForm, type FormError } from '../../ui/error-summary-form.tsx'
import { permitFor, PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { issueOf, SendAnswer } from '../reason/reason-act.tsx'
import {
  type AssignmentToDeclareFragment,
  DeclareInterestDocument,
  DeclareNoInterestDocument,
  DeclineAssignmentDocument,
} from './declare-page.generated.ts'
import { InterestFields, noInterest, useInterestFaults } from './interest-fields.tsx'

type Choice = 'none' | 'some' | 'decline'

const events = { none: 'DECLARE_NO_INTEREST', some: 'DECLARE_INTEREST', decline: 'DECLINE' } as const

/** The declaration for one case, five years back: no interest, an interest, or not to review at all. */
export function DeclarationForm({ shown }: { shown: AssignmentToDeclareFragment }) {
  const { t } = useLingui()
  const id = useId()
  const [choice, setChoice] = useState<Choice | null>(null)
  const [affirmed, setAffirmed] = useState(false)
  const [interest, setInterest] = useState(noInterest)
  const interestFaults = useInterestFaults()
  const [reason, setReason] = useState('')
  const [errors, setErrors] = useState<readonly FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const refetch = ['DeclareInterests']
  const none = useSend(DeclareNoInterestDocument, { refetch })
  const some = useSend(DeclareInterestDocument, { refetch })
  const decline = useSend(DeclineAssignmentDocument, { refetch })
  const commands = { none, some, decline }
  const target = { id: shown.id, version: shown.version }
  const at = (name: string): string => `${id}-${name}`
  const errorOf = (name: string): string | undefined => errors.find(({ fieldId }) => fieldId === at(name))?.message

  function faults(): FormError[] {
    const found: FormError[] = []
    if (choice === null) found.push({ fieldId: at('choice'), message: t`Select what you declare` })
    if (choice === 'none' && !affirmed) {
      found.push({ fieldId: at('affirmed'), message: t`Confirm that you have none of these interests` })
    }
    if (choice === 'some') found.push(...interestFaults(interest, at))
    if (choice === 'decline' && reason.trim() === '') {
      found.push({ fieldId: at('reason'), message: t`Enter a reason` })
    }
    return found
  }

  async function submit(): Promise<void> {
    const found = faults()
    setErrors(found)
    setAttempt((before) => before + 1)
    if (found.length > 0) return
    if (choice === 'none') await none.send({ ...target, affirmed })
    if (choice === 'some') await some.send({ ...target, ...interest, detail: interest.detail.trim() })
    if (choice === 'decline') await decline.send({ ...target, reason: reason.trim() })
  }

  return (
    <form
      className="ui-stack"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault()
        void submit()
      }}
    >
      <ErrorSummaryForm errors={errors} attempt={attempt} />
      <RadioGroup
        id={at('choice')}
        legend={t`What do you declare?`}
        description={t`For the last five years, for you and for those who live with you.`}
        value={choice ?? ''}
        onChange={(chosen: Choice) => {
          setChoice(chosen)
          setErrors([])
        }}
        error={errorOf('choice')}
      >
        <Radio value="none">{t`I have no interest in this case`}</Radio>
        <Radio value="some">{t`I have an interest to declare`}</Radio>
        <Radio value="decline">{t`I do not want to review this case`}</Radio>
      </RadioGroup>
      {choice === 'none' && (
        <ConfirmationPanel
          id={at('affirmed')}
          checked={affirmed}
          onChange={() => setAffirmed((before) => !before)}
          label={t`I have none of these interests in anybody named above`}
          error={errorOf('affirmed') ?? issueOf(none.refusal, 'affirmed')}
        >
          <Trans>
            Employment; money, grants or fees; shares; patents; research together; family or close friends; public
            advocacy for or against.
          </Trans>
        </ConfirmationPanel>
      )}
      {choice === 'some' && (
        <InterestFields interest={interest} onChange={setInterest} at={at} errors={errors} refusal={some.refusal} />
      )}
      {choice === 'decline' && (
        <Textarea
          dir="auto"
          id={at('reason')}
          label={t`Why do you decline?`}
          description={t`The stage lead reads this.`}
          value={reason}
          onChange={({ target: box }) => setReason(box.value)}
          error={errorOf('reason') ?? issueOf(decline.refusal, 'reason')}
        />
      )}
      {choice && <SendAnswer command={commands[choice]} />}
      <div className="agency-buttons">
        <SubmitByPermit shown={shown} choice={choice} sending={choice !== null && commands[choice].sending} />
      </div>
    </form>
  )
}

/** The send button; where the server does not permit the chosen act, its reasons. */
function SubmitByPermit({
  shown,
  choice,
  sending,
}: {
  shown: AssignmentToDeclareFragment
  choice: Choice | null
  sending: boolean
}) {
  const event = choice && events[choice]
  if (event && permitFor(shown.permits, event)?.allowed === false) {
    return (
      <PermitButton permits={shown.permits} event={event}>
        <Trans>Send the declaration</Trans>
      </PermitButton>
    )
  }
  return (
    <Button type="submit" loading={sending}>
      <Trans>Send the declaration</Trans>
    </Button>
  )
}
