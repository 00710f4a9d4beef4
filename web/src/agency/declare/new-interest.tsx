import { Trans } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import { useId, useState } from 'react'
import { ErrorSummaryForm, focusById, type FormError } from '../../ui/error-summary-form.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { useHashFocus } from '../case/use-hash-focus.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { type AssignmentToDeclareFragment, DeclareNewInterestDocument } from './declare-page.generated.ts'
import { InterestFields, noInterest, useInterestFaults } from './interest-fields.tsx'

/** An interest that the reviewer learns of while the case is open to them. Declaring it shuts the case until it is ruled on. */
export function NewInterest({ shown, waitingId }: { shown: AssignmentToDeclareFragment; waitingId: string }) {
  const id = useId()
  const [interest, setInterest] = useState(noInterest)
  const [errors, setErrors] = useState<readonly FormError[]>([])
  const [attempt, setAttempt] = useState(0)
  const faultsOf = useInterestFaults()
  const command = useSend(DeclareNewInterestDocument, {
    refetch: ['DeclareInterests'],
    // What this browser still knows of the case is closed with it.
    update: (cache) => {
      cache.evict({ id: cache.identify({ __typename: 'Submission', id: shown.submissionId }) })
      cache.evict({ id: cache.identify({ __typename: 'ReviewStage', id: shown.stageId }) })
      cache.gc()
    },
  })
  const at = (name: string): string => `${id}-${name}`
  useHashFocus()

  async function submit(): Promise<void> {
    const found = faultsOf(interest, at)
    setErrors(found)
    setAttempt((before) => before + 1)
    if (found.length > 0) return
    const { kinds, detail } = interest
    // The form is gone then: the words that take its place get the focus.
    if (await command.send({ id: shown.id, version: shown.version, kinds, detail: detail.trim() }))
      setTimeout(() => focusById(waitingId))
  }

  return (
    <section aria-labelledby="new-interest" className="ui-stack">
      <Heading level="2" size="small" id="new-interest" tabIndex={-1}>
        <Trans>Declare a new interest</Trans>
      </Heading>
      <BodyLong>
        <Trans>
          For an interest that you learnt of, or that came, after your first declaration. Your access to the case closes
          at once, until the integrity officer has ruled. What you have written so far is kept.
        </Trans>
      </BodyLong>
      <form
        className="ui-stack"
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault()
          void submit()
        }}
      >
        <ErrorSummaryForm errors={errors} attempt={attempt} />
        <InterestFields
          interest={interest}
          onChange={(changed) => {
            setInterest(changed)
            setErrors([])
          }}
          at={at}
          errors={errors}
          refusal={command.refusal}
        />
        <SendAnswer command={command} />
        <div>
          <PermitButton
            permits={shown.permits}
            event="NEW_INTEREST"
            type="submit"
            loading={command.sending}
            data-color="danger"
          >
            <Trans>Declare the interest and close my access</Trans>
          </PermitButton>
        </div>
      </form>
    </section>
  )
}
