import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong } from '@navikt/ds-react'
import { useState } from 'react'
import { SignDialog } from '../../dossier/sign-dialog.tsx'
import { DateTimeText } from '../../ui/date-text.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { caseAddress } from '../case/case-address.ts'
import { ReasonAct } from '../reason/reason-act.tsx'
import {
  AbandonDecisionDocument,
  CountersignDecisionDocument,
  RecallDecisionDocument,
  ReturnToDrafterDocument,
  SignDecisionDocument,
} from './decision-acts.generated.ts'
import type { DecisionToMakeFragment } from './decision-page.generated.ts'

interface SignerActsProps {
  shown: DecisionToMakeFragment
  onReadAgain: () => void
}

const refetch = ['DecisionRoom']

/** What signers do: sign, countersign, return, recall. The server says who may, and why somebody may not. */
export function SignerActs({ shown, onReadAgain }: SignerActsProps) {
  const { t } = useLingui()
  const [open, setOpen] = useState<'sign' | 'countersign' | null>(null)
  const sign = useSend(SignDecisionDocument, { refetch })
  const countersign = useSend(CountersignDecisionDocument, { refetch })
  const giveBack = useSend(ReturnToDrafterDocument, { refetch })
  const recall = useSend(RecallDecisionDocument, { refetch })
  const abandon = useSend(AbandonDecisionDocument, { refetch })
  const target = { id: shown.id, version: shown.version }
  const linkTo = (at: string): string | undefined => caseAddress(shown.submissionId, at)
  if (shown.state === 'issued') {
    return (
      <BodyLong>
        <Trans>The decision is issued and published. Only a new decision can change it.</Trans>
      </BodyLong>
    )
  }
  if (shown.state === 'drafting' || shown.state === 'abandoned') return null
  const affirmation = (
    <Trans>I have no interest in this case, and I took no other part in it than to sign its decision.</Trans>
  )
  const ceremony = {
    process: 'decision' as const,
    id: shown.id,
    affirmation,
    onClose: () => setOpen(null),
    onReadAgain,
    linkTo,
  }

  return (
    <section className="decision__signing" aria-label={t`Signing`}>
      {shown.state === 'forSignature' && (
        <BodyLong>
          {shown.signaturesNeeded === 2 ? (
            <Trans>
              After the first signature a second person countersigns. Then it is issued and published at once.
            </Trans>
          ) : (
            <Trans>Signing starts a short time for recall. Then it is issued and published.</Trans>
          )}{' '}
          <Trans>After that only a new decision changes it.</Trans>
        </BodyLong>
      )}
      {shown.state === 'signed' && shown.recallUntil && (
        <BodyLong>
          <Trans>
            The signature may be recalled until <DateTimeText value={shown.recallUntil} />.
          </Trans>
        </BodyLong>
      )}
      <div className="decision__acts">
        {shown.state === 'forSignature' && (
          <PermitButton permits={shown.permits} event="SIGN" linkTo={linkTo} onClick={() => setOpen('sign')}>
            <Trans>Sign the decision</Trans>
          </PermitButton>
        )}
        {shown.state === 'signed' && (
          <PermitButton
            permits={shown.permits}
            event="COUNTERSIGN"
            linkTo={linkTo}
            onClick={() => setOpen('countersign')}
          >
            <Trans>Countersign the decision</Trans>
          </PermitButton>
        )}
        {(shown.state === 'forSignature' || shown.state === 'signed') && (
          <ReasonAct
            label={<Trans>Return to the drafter</Trans>}
            permits={shown.permits}
            event="RETURN_TO_DRAFTER"
            question={t`What must be changed?`}
            hint={t`The drafter reads this. A signature that was given is kept and marked void.`}
            sendLabel={<Trans>Return to the drafter</Trans>}
            command={giveBack}
            onReadAgain={onReadAgain}
            onSend={async (reason) => (await giveBack.send({ ...target, reason })) !== null}
          />
        )}
        {shown.state === 'signed' && (
          <ReasonAct
            label={<Trans>Recall my signature</Trans>}
            permits={shown.permits}
            event="RECALL"
            question={t`Why do you recall your signature?`}
            hint={t`The signature is kept and marked void. The decision goes back to the drafter.`}
            sendLabel={<Trans>Recall my signature</Trans>}
            command={recall}
            onReadAgain={onReadAgain}
            onSend={async (reason) => (await recall.send({ ...target, reason })) !== null}
            danger
          />
        )}
        {(shown.state === 'noticeOfIntent' || shown.state === 'forSignature') && (
          <ReasonAct
            label={<Trans>Abandon the draft</Trans>}
            variant="tertiary"
            permits={shown.permits}
            event="ABANDON"
            question={t`Why is the draft abandoned?`}
            sendLabel={<Trans>Abandon the draft</Trans>}
            command={abandon}
            onReadAgain={onReadAgain}
            onSend={async (reason) => (await abandon.send({ ...target, reason })) !== null}
            danger
          />
        )}
      </div>
      <SignDialog
        {...ceremony}
        open={open === 'sign'}
        meaning={shown.outcome === 'refuse' ? 'refused' : 'approved'}
        title={t`Sign the decision`}
        seal={(proof) => sign.send({ ...target, ...proof, affirmed: true })}
        refusal={sign.refusal}
        fault={sign.fault}
        sealing={sign.sending}
      />
      <SignDialog
        {...ceremony}
        open={open === 'countersign'}
        meaning="countersigned"
        title={t`Countersign the decision`}
        seal={(proof) => countersign.send({ ...target, ...proof, affirmed: true })}
        refusal={countersign.refusal}
        fault={countersign.fault}
        sealing={countersign.sending}
      />
    </section>
  )
}
