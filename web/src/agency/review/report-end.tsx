import { Trans, useLingui } from '@lingui/react/macro'
import { Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useState } from 'react'
import { SignDialog } from '../../dossier/sign-dialog.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { SaveStatus } from '../autosave/save-status.tsx'
import { useAutosave } from '../autosave/use-autosave.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { outcomeCodes, recommendations } from '../words.ts'
import type { ReviewDeskStageFragment } from './review-page.generated.ts'
import { SaveRecommendationDocument, SignReportDocument } from './sign-report.generated.ts'

interface ReportEndProps {
  stage: ReviewDeskStageFragment
  report: ReviewDeskStageFragment['reports'][number] | undefined
  /** Saves the answers that are not saved yet; true when all are. */
  flushAnswers: () => Promise<boolean>
  linkTo: (at: string) => string | undefined
  onStartAgain: () => void
}

interface Recommended {
  recommendation: string | null
  summary: string
}

/** The end of my report: what I recommend, in short why, and my signature. */
export function ReportEnd({ stage, report, flushAnswers, linkTo, onStartAgain }: ReportEndProps) {
  const { t } = useLingui()
  const [given, setGiven] = useState<Recommended>({
    recommendation: report?.recommendation ?? null,
    summary: report?.summary ?? '',
  })
  const [isSigning, setIsSigning] = useState(false)
  const save = useSend(SaveRecommendationDocument, { keepPage: true })
  const sign = useSend(SignReportDocument, { refetch: ['ReviewDesk', 'ReviewCase'] })
  const autosave = useAutosave<Recommended>(async ({ recommendation, summary }) => {
    if (recommendation === null) return false
    return (await save.send({ id: stage.id, recommendation, summary })) !== null
  }, Boolean(save.fault))

  function change(part: Partial<Recommended>): void {
    const next = { ...given, ...part }
    setGiven(next)
    autosave.change(next)
  }

  async function beginSigning(): Promise<void> {
    const isSaved = (await flushAnswers()) && (await autosave.flush())
    setIsSigning(isSaved)
  }

  const isSummaryAlone = given.recommendation === null && given.summary !== ''
  return (
    <section aria-labelledby="report-end" className="review__end" id="recommendation" tabIndex={-1}>
      <Heading level="2" size="small" id="report-end">
        <Trans>Your recommendation</Trans>
      </Heading>
      <RadioGroup
        legend={t`What do you recommend for this stage?`}
        size="small"
        value={given.recommendation ?? ''}
        onChange={(recommendation: string) => change({ recommendation })}
        error={isSummaryAlone ? t`Select a recommendation, so that the summary can be saved` : undefined}
      >
        {outcomeCodes.map((code) => (
          <Radio key={code} value={code}>
            {t(wordOf(recommendations, code))}
          </Radio>
        ))}
      </RadioGroup>
      <Textarea
        dir="auto"
        label={t`Summary`}
        description={t`What you found, in a few sentences.`}
        size="small"
        minRows={3}
        value={given.summary}
        onChange={({ target }) => change({ summary: target.value })}
        onBlur={() => void (given.recommendation !== null && autosave.flush())}
      />
      {!isSummaryAlone && <SaveStatus state={autosave.state} />}
      <SendAnswer command={save} />
      <div>
        <PermitButton permits={stage.permits} event="REPORT_SIGNED" linkTo={linkTo} onClick={() => void beginSigning()}>
          <Trans>Sign the report</Trans>
        </PermitButton>
      </div>
      <SignDialog
        open={isSigning}
        onClose={() => setIsSigning(false)}
        process="reviewStage"
        id={stage.id}
        meaning="reviewed"
        title={t`Sign the report`}
        seal={(proof) => sign.send({ id: stage.id, version: stage.version, ...proof })}
        refusal={sign.refusal}
        fault={sign.fault}
        sealing={sign.sending}
        onReadAgain={onStartAgain}
        linkTo={linkTo}
      />
    </section>
  )
}
