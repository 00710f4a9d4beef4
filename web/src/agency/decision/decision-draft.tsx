import { Trans, useLingui } from '@lingui/react/macro'
import { Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useState } from 'react'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { SaveStatus } from '../autosave/save-status.tsx'
import { caseAddress } from '../case/case-address.ts'
import { OfficerQuestions } from '../officer-questions/officer-questions.tsx'
import { stageLabel } from '../pack/use-pack.ts'
import { ReasonAct, SendAnswer } from '../reason/reason-act.tsx'
import { outcomeCodes, outcomes } from '../words.ts'
import { Conditions } from './conditions.tsx'
import { AbandonDecisionDocument, GiveNoticeDocument, SubmitForSignatureDocument } from './decision-acts.generated.ts'
import type { DecisionToMakeFragment } from './decision-page.generated.ts'
import { departuresFrom, useDraft } from './use-draft.ts'

interface DecisionDraftProps {
  shown: DecisionToMakeFragment
  pack: Pack
  /** Takes what the server holds in place of what is on the page. */
  onStartAgain: () => void
}

/** The draft of a decision, saved while it is written, and what the drafter does with it. */
export function DecisionDraft({ shown, pack, onStartAgain }: DecisionDraftProps) {
  const { t } = useLingui()
  const { draft, change, flush, saving, command, version } = useDraft(shown)
  const [isSubmitting, setIsSubmitting] = useState(false)
  const refetch = ['DecisionRoom']
  const submit = useSend(SubmitForSignatureDocument, { refetch })
  const notice = useSend(GiveNoticeDocument, { refetch })
  const abandon = useSend(AbandonDecisionDocument, { refetch })
  const linkTo = (at: string): string | undefined =>
    caseAddress(
      shown.submissionId,
      at,
      pack.stages.map(({ key }) => key),
    )

  async function sendForSignature(): Promise<void> {
    if (await flush()) await submit.send({ id: shown.id, version: version() })
    setIsSubmitting(false)
  }

  return (
    <div className="ui-stack">
      <RadioGroup
        id="outcome"
        legend={t`Outcome`}
        value={draft.outcome ?? ''}
        onChange={(outcome: string) => change({ outcome })}
      >
        {outcomeCodes.map((code) => (
          <Radio key={code} value={code}>
            {t(wordOf(outcomes, code))}
          </Radio>
        ))}
      </RadioGroup>
      <Textarea
        dir="auto"
        id="reasons"
        label={t`Reasons`}
        description={t`They stand in the letter and in the public register.`}
        minRows={5}
        value={draft.reasons}
        onChange={({ target }) => change({ reasons: target.value })}
      />
      <Textarea
        dir="auto"
        id="publicSummary"
        label={t`Public summary`}
        description={t`In plain words, for patients and clinicians. About 200 words.`}
        minRows={4}
        maxLength={4000}
        value={draft.publicSummary}
        onChange={({ target }) => change({ publicSummary: target.value })}
      />
      {departuresFrom(shown, draft.outcome).map((stage) => (
        <Textarea
          dir="auto"
          key={stage}
          id={`departures-${stage}`}
          label={t`Why does the outcome not follow the stage “${stageLabel(pack, stage)}”?`}
          minRows={2}
          value={draft.departures[stage] ?? ''}
          onChange={({ target }) => change({ departures: { ...draft.departures, [stage]: target.value } })}
        />
      ))}
      {(draft.outcome === 'approveWithConditions' || draft.conditions.length > 0) && (
        <Conditions conditions={draft.conditions} onChange={(conditions) => change({ conditions })} />
      )}
      {shown.decisionQuestions.length > 0 && (
        <OfficerQuestions
          title={t`Questions before the decision`}
          pack={pack}
          questions={shown.decisionQuestions}
          answers={draft.answers}
          onChange={(answers) => change({ answers })}
          idPrefix="decision-"
        />
      )}
      <SaveStatus state={saving} />
      <SendAnswer command={command} onReadAgain={onStartAgain} />
      <section aria-labelledby="drafter-acts" className="decision__acts">
        <Heading level="3" size="small" id="drafter-acts">
          <Trans>Next</Trans>
        </Heading>
        <SendAnswer command={submit} onReadAgain={onStartAgain} linkTo={linkTo} />
        <PermitButton
          permits={shown.permits}
          event="SUBMIT_FOR_SIGNATURE"
          linkTo={linkTo}
          onClick={() => void flush().then((isSaved) => setIsSubmitting(isSaved))}
        >
          <Trans>Send for signature</Trans>
        </PermitButton>
        <ReasonAct
          label={<Trans>Give notice of intent</Trans>}
          permits={shown.permits}
          event="GIVE_NOTICE"
          linkTo={linkTo}
          question={t`What do you intend to decide, and why?`}
          hint={t`The applicant reads this and may comment before the decision.`}
          sendLabel={<Trans>Give notice</Trans>}
          command={notice}
          path="text"
          onSend={async (text) =>
            (await flush()) && (await notice.send({ id: shown.id, version: version(), text })) !== null
          }
        />
        <ReasonAct
          label={<Trans>Abandon the draft</Trans>}
          variant="tertiary"
          permits={shown.permits}
          event="ABANDON"
          question={t`Why is the draft abandoned?`}
          sendLabel={<Trans>Abandon the draft</Trans>}
          command={abandon}
          onSend={async (reason) =>
            (await flush()) && (await abandon.send({ id: shown.id, version: version(), reason })) !== null
          }
          danger
        />
      </section>
      <ConfirmDialog
        open={isSubmitting}
        title={t`Send this draft for signature?`}
        confirmLabel={<Trans>Send for signature</Trans>}
        sending={submit.sending}
        onConfirm={() => void sendForSignature()}
        onClose={() => setIsSubmitting(false)}
      >
        <Trans>You cannot change the draft while it waits for its signature. You may not sign it yourself.</Trans>
      </ConfirmDialog>
    </div>
  )
}
