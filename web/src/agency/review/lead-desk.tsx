import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button, Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useState } from 'react'
import { SignDialog } from '../../dossier/sign-dialog.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { PermitButton } from '../../ui/permit-button.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { issueOf, ReasonAct, SendAnswer } from '../reason/reason-act.tsx'
import { answerCodes, answers as answerWords, outcomeCodes, recommendations } from '../words.ts'
import {
  ReopenStageDocument,
  ReturnStageDocument,
  SaveReconciliationDocument,
  SaveStageRecommendationDocument,
  SignReconciliationDocument,
} from './reconcile.generated.ts'
import type { ReviewDeskStageFragment } from './review-page.generated.ts'

interface LeadDeskProps {
  stage: ReviewDeskStageFragment
  linkTo: (at: string) => string | undefined
  onStartAgain: () => void
}

/** The lead's part: reconcile where two reports differ, recommend for the stage, sign, or return for work. */
export function LeadDesk({ stage, linkTo, onStartAgain }: LeadDeskProps) {
  const { t } = useLingui()
  const [isSigning, setIsSigning] = useState(false)
  const refetch = ['ReviewDesk', 'ReviewCase']
  const sign = useSend(SignReconciliationDocument, { refetch })
  const giveBack = useSend(ReturnStageDocument, { refetch })
  const target = { id: stage.id, version: stage.version }
  return (
    <section aria-labelledby="lead-desk" className="review__lead">
      <Heading level="2" size="medium" id="lead-desk">
        <Trans>The lead’s check</Trans>
      </Heading>
      {stage.reconciliation.length === 0 ? (
        <BodyShort>
          <Trans>No answer differs between the reports. There is nothing to reconcile.</Trans>
        </BodyShort>
      ) : (
        <>
          <BodyLong>
            <Trans>The reports differ here. Write for each question which answer stands, and why.</Trans>
          </BodyLong>
          {stage.reconciliation.map((difference) => (
            <Difference key={difference.question} stage={stage} difference={difference} onStartAgain={onStartAgain} />
          ))}
        </>
      )}
      <StageRecommendation stage={stage} onStartAgain={onStartAgain} />
      <div className="review__acts">
        <PermitButton permits={stage.permits} event="LEAD_SIGNS" linkTo={linkTo} onClick={() => setIsSigning(true)}>
          <Trans>Sign the stage report</Trans>
        </PermitButton>
        <ReasonAct
          label={<Trans>Return for work</Trans>}
          permits={stage.permits}
          event="RETURN_FOR_WORK"
          question={t`What must be worked on?`}
          hint={t`The reviewers read this. Their reports open again.`}
          sendLabel={<Trans>Return for work</Trans>}
          command={giveBack}
          onReadAgain={onStartAgain}
          onSend={async (reason) => (await giveBack.send({ ...target, reason })) !== null}
        />
      </div>
      <SignDialog
        open={isSigning}
        onClose={() => setIsSigning(false)}
        process="reviewStage"
        id={stage.id}
        meaning="reconciled"
        title={t`Sign the stage report`}
        seal={(proof) => sign.send({ ...target, ...proof })}
        refusal={sign.refusal}
        fault={sign.fault}
        sealing={sign.sending}
        onReadAgain={onStartAgain}
        linkTo={linkTo}
      />
    </section>
  )
}

interface DifferenceProps {
  stage: ReviewDeskStageFragment
  difference: ReviewDeskStageFragment['reconciliation'][number]
  onStartAgain: () => void
}

/** One question that two reports answer differently, and the lead's written ruling on it. */
function Difference({ stage, difference, onStartAgain }: DifferenceProps) {
  const { t } = useLingui()
  const [answer, setAnswer] = useState(difference.answer)
  const [reason, setReason] = useState(difference.reason)
  const [missing, setMissing] = useState({ answer: false, reason: false })
  const command = useSend(SaveReconciliationDocument, { keepPage: true })
  const text = stage.questions.find(({ id }) => id === difference.question)?.text ?? difference.question
  const isStored = difference.answer === answer && difference.reason === reason && answer !== null

  async function save(): Promise<void> {
    const lacks = { answer: answer === null, reason: reason.trim() === '' }
    setMissing(lacks)
    if (answer === null || lacks.reason) return
    await command.send({ id: stage.id, version: stage.version, question: difference.question, answer, reason })
  }

  return (
    <form
      className="review__difference"
      id={difference.question}
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault()
        void save()
      }}
    >
      <Heading level="3" size="xsmall">
        {text}
      </Heading>
      <ul className="review__pointers">
        {stage.reports
          .filter(({ signedAt }) => signedAt !== null)
          .map((report) => {
            const given = report.answers.find(({ question }) => question === difference.question)
            return (
              <li key={report.id}>
                <bdi>{report.reviewer.name}</bdi>
                <Colon />
                <strong>{given?.answer ? t(wordOf(answerWords, given.answer)) : t`Not answered`}</strong>
                {given?.reason && (
                  <>
                    {' – '}
                    <bdi>{given.reason}</bdi>
                  </>
                )}
              </li>
            )
          })}
      </ul>
      <RadioGroup
        legend={t`Which answer stands?`}
        size="small"
        value={answer ?? ''}
        onChange={(chosen: string) => setAnswer(chosen)}
        error={
          missing.answer && answer === null ? t`Select the answer that stands` : issueOf(command.refusal, 'answer')
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
        label={t`Why?`}
        size="small"
        minRows={2}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        error={missing.reason && reason.trim() === '' ? t`Enter a reason` : issueOf(command.refusal, 'reason')}
      />
      <SendAnswer command={command} onReadAgain={onStartAgain} />
      <div className="agency-buttons">
        <Button type="submit" size="small" variant="secondary" loading={command.sending}>
          <Trans>Save the reconciliation</Trans>
        </Button>
        <BodyShort size="small" role="status" className="ui-subtle">
          {isStored ? <Trans>Saved</Trans> : null}
        </BodyShort>
      </div>
    </form>
  )
}

function StageRecommendation({ stage, onStartAgain }: { stage: ReviewDeskStageFragment; onStartAgain: () => void }) {
  const { t } = useLingui()
  const command = useSend(SaveStageRecommendationDocument)
  return (
    <div id="stage-recommendation">
      <RadioGroup
        legend={t`Recommendation of the stage`}
        size="small"
        value={stage.recommendation ?? ''}
        onChange={(recommendation: string) =>
          void command.send({ id: stage.id, version: stage.version, recommendation })
        }
      >
        {outcomeCodes.map((code) => (
          <Radio key={code} value={code}>
            {t(wordOf(recommendations, code))}
          </Radio>
        ))}
      </RadioGroup>
      <SendAnswer command={command} onReadAgain={onStartAgain} />
    </div>
  )
}

const grounds = ['newEvidence', 'dissent', 'returnedBySigner'] as const

/** A reported stage is opened again, on one of three grounds. */
export function ReopenStage({ stage }: { stage: ReviewDeskStageFragment }) {
  const { t } = useLingui()
  const [ground, setGround] = useState<string>('newEvidence')
  const command = useSend(ReopenStageDocument, { refetch: ['ReviewDesk', 'ReviewCase'] })
  const groundWords = {
    newEvidence: t`New evidence`,
    dissent: t`A dissent`,
    returnedBySigner: t`The signer returned the draft`,
  }
  return (
    <ReasonAct
      label={<Trans>Reopen the stage</Trans>}
      permits={stage.permits}
      event="REOPEN"
      question={t`What must be looked at again?`}
      hint={t`A draft decision that rests on this stage goes stale.`}
      sendLabel={<Trans>Reopen the stage</Trans>}
      command={command}
      onSend={async (reason) => (await command.send({ id: stage.id, version: stage.version, reason, ground })) !== null}
    >
      <RadioGroup legend={t`Ground`} size="small" value={ground} onChange={(chosen: string) => setGround(chosen)}>
        {grounds.map((each) => (
          <Radio key={each} value={each}>
            {groundWords[each]}
          </Radio>
        ))}
      </RadioGroup>
    </ReasonAct>
  )
}
