import { useApolloClient } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button, Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { useRef, useState } from 'react'
import { SignDialog } from '../../dossier/sign-dialog.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { PermitButton } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { SaveStatus } from '../autosave/save-status.tsx'
import { useAutosave } from '../autosave/use-autosave.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { outcomeCodes, recommendations } from '../words.ts'
import { ReviewDeskDocument, type ReviewDeskStageFragment } from './review-page.generated.ts'
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
  // The version that I read or wrote last: what another window wrote after it is not overwritten unseen.
  const version = useRef(report?.version ?? 1)
  const client = useApolloClient()
  const [isSigning, setIsSigning] = useState(false)
  const save = useSend(SaveRecommendationDocument, { keepPage: true })
  const sign = useSend(SignReportDocument, { refetch: ['ReviewDesk', 'ReviewCase'] })
  const autosave = useAutosave<Recommended>(async ({ recommendation, summary }) => {
    if (recommendation === null) return false
    const saved = await save.send({ id: stage.id, reportVersion: version.current, recommendation, summary })
    version.current = saved?.reports.find(({ mine }) => mine)?.version ?? version.current
    // Perhaps another window was faster: its words are shown beside mine.
    if (!saved)
      await client.query({
        query: ReviewDeskDocument,
        variables: { stageId: stage.id },
        fetchPolicy: 'network-only',
        errorPolicy: 'all',
        context: { keepPage: true },
      })
    return saved !== null
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
      {save.refusal?.__typename === 'Stale' && (
        <Conflict
          stored={report}
          onKeepMine={() => {
            version.current = save.refusal?.__typename === 'Stale' ? save.refusal.currentVersion : version.current
            autosave.change(given)
          }}
          onUseStored={() => {
            version.current = report?.version ?? version.current
            setGiven({ recommendation: report?.recommendation ?? null, summary: report?.summary ?? '' })
            autosave.forget()
            save.clear()
          }}
        />
      )}
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

/** Another window wrote the recommendation first: its text stands here, mine above, and one is kept by choice. */
function Conflict({
  stored,
  onKeepMine,
  onUseStored,
}: {
  stored: ReportEndProps['report']
  onKeepMine: () => void
  onUseStored: () => void
}) {
  const { t } = useLingui()
  return (
    <>
      <BodyLong dir="auto">
        <strong>
          <Trans>What is stored:</Trans>
        </strong>{' '}
        {stored?.recommendation ? t(wordOf(recommendations, stored.recommendation)) : t`No recommendation yet`}
        {stored?.summary && <>: {stored.summary}</>}
      </BodyLong>
      <div className="agency-buttons">
        <Button type="button" size="small" onClick={onKeepMine}>
          <Trans>Keep what I wrote here</Trans>
        </Button>
        <Button type="button" size="small" variant="secondary" onClick={onUseStored}>
          <Trans>Use what is stored</Trans>
        </Button>
      </div>
    </>
  )
}
