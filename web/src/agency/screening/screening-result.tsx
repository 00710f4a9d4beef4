import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button, Heading } from '@navikt/ds-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Pack } from '../../dossier/pack.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { caseAddress } from '../case/case-address.ts'
import { fieldLabel } from '../pack/use-pack.ts'
import { ReasonAct, SendAnswer } from '../reason/reason-act.tsx'
import {
  AcceptSubmissionDocument,
  ProposeOutOfScopeDocument,
  ReturnSubmissionDocument,
} from './record-screening.generated.ts'
import type { ScreeningCaseFragment } from './screening-page.generated.ts'
import type { ScreeningWork } from './use-screening.ts'

interface ScreeningResultProps {
  shown: ScreeningCaseFragment
  pack: Pack
  work: ScreeningWork
  /** Saves what is not saved yet; true when all of it is. */
  flush: () => Promise<boolean>
}

/** The three results of screening. What is on the page is saved before any of them is recorded. */
export function ScreeningResult({ shown, pack, work, flush }: ScreeningResultProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [isAccepting, setIsAccepting] = useState(false)
  const [isReturning, setIsReturning] = useState(false)
  const refetch = ['ScreeningDesk']
  const accept = useSend(AcceptSubmissionDocument, { refetch })
  const giveBack = useSend(ReturnSubmissionDocument, { refetch })
  const outOfScope = useSend(ProposeOutOfScopeDocument, { refetch })
  const target = { id: shown.id, version: shown.version }
  const linkTo = (at: string): string | undefined => caseAddress(shown.id, at)
  const classRules = pack.classes.find(({ id }) => id === work.classConfirmed)
  const toCase = (): void => void navigate(`/agency/cases/${shown.id}`)

  async function sendAccept(): Promise<void> {
    if ((await flush()) && (await accept.send(target))) toCase()
    setIsAccepting(false)
  }

  async function sendReturn(): Promise<void> {
    if ((await flush()) && (await giveBack.send(target))) toCase()
  }

  return (
    <section aria-labelledby="screening-result" className="screening__result">
      <Heading level="2" size="small" id="screening-result">
        <Trans>Record the result</Trans>
      </Heading>
      <SendAnswer command={accept} linkTo={linkTo} />
      <div className="screening__results">
        <PermitButton
          permits={shown.permits}
          event="ACCEPT"
          linkTo={linkTo}
          onClick={() => void flush().then((saved) => setIsAccepting(saved))}
        >
          <Trans>Accept for review</Trans>
        </PermitButton>
        <PermitButton
          permits={shown.permits}
          event="RETURN_WITH_LIST"
          variant="secondary"
          aria-expanded={isReturning}
          onClick={() => void flush().then((saved) => setIsReturning(saved))}
        >
          <Trans>Return with the list</Trans>
        </PermitButton>
        <ReasonAct
          label={<Trans>Propose: out of scope</Trans>}
          permits={shown.permits}
          event="PROPOSE_OUT_OF_SCOPE"
          variant="tertiary"
          question={t`Why is this model out of scope?`}
          hint={t`A second person rules on this proposal.`}
          sendLabel={<Trans>Propose out of scope</Trans>}
          command={outOfScope}
          onSend={async (reason) => {
            const sent = (await outOfScope.send({ ...target, reason })) !== null
            if (sent) toCase()
            return sent
          }}
        />
      </div>
      {isReturning && (
        <section aria-labelledby="return-preview" className="screening__preview">
          <Heading level="3" size="small" id="return-preview">
            <Trans>What the applicant will read</Trans>
          </Heading>
          <BodyLong>
            <Trans>
              Your dossier is not complete yet. Mend the following and send it again. The review clock has not started.
            </Trans>
          </BodyLong>
          <ol>
            {work.citations.map(({ field, reason }) => (
              <li key={field}>
                <strong>{fieldLabel(pack, field)}</strong>
                <div dir="auto">{reason}</div>
              </li>
            ))}
          </ol>
          <SendAnswer command={giveBack} linkTo={linkTo} />
          <div className="agency-buttons">
            <Button type="button" loading={giveBack.sending} onClick={() => void sendReturn()}>
              <Trans>Return with this list</Trans>
            </Button>
            <Button type="button" variant="tertiary" onClick={() => setIsReturning(false)}>
              <Trans>Cancel</Trans>
            </Button>
          </div>
        </section>
      )}
      <ConfirmDialog
        open={isAccepting}
        title={t`Accept this dossier for review?`}
        confirmLabel={<Trans>Accept for review</Trans>}
        sending={accept.sending}
        onConfirm={() => void sendAccept()}
        onClose={() => setIsAccepting(false)}
      >
        <BodyShort spacing>
          <Trans>The stages of the review open, and the applicant is told.</Trans>
        </BodyShort>
        {classRules && (
          <BodyShort>
            <Plural
              value={classRules.targetReviewDays}
              one="The review clock starts today: # day for this class. The exact date is on the case."
              other="The review clock starts today: # days for this class. The exact date is on the case."
            />
          </BodyShort>
        )}
      </ConfirmDialog>
    </section>
  )
}
