import type { FragmentType } from '@apollo/client'
import { useReadQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button } from '@navikt/ds-react'
import { type RiskClass, riskClasses } from '@placet/shared/policy-pack/pack-shape'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import { type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import type { Pack } from '../../dossier/pack.ts'
import { focusById } from '../../ui/error-summary-form.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { SaveStatus } from '../autosave/save-status.tsx'
import { useStartAgain } from '../autosave/use-start-again.ts'
import { CaseHead } from '../case/case-head.tsx'
import { CaseRecused } from '../case/case-recused.tsx'
import { DossierPane } from '../dossier-pane/dossier-pane.tsx'
import { useHashFocus } from '../case/use-hash-focus.ts'
import { OfficerQuestions } from '../officer-questions/officer-questions.tsx'
import { usePack } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { AutomaticChecks } from './automatic-checks.tsx'
import { CitationList } from './citation-list.tsx'
import { ClassCheck } from './class-check.tsx'
import { ScreeningResult } from './screening-result.tsx'
import {
  type ScreeningCaseFragment,
  ScreeningCaseFragmentDoc,
  ScreeningDeskDocument,
  type ScreeningDeskQuery,
} from './screening-page.generated.ts'
import { useScreening } from './use-screening.ts'
import './screening-page.css'

export function loader({ params }: LoaderFunctionArgs) {
  return preload(ScreeningDeskDocument, { id: params['id'] ?? '' })
}

/** The completeness check: the dossier beside the questions, one list of gaps, and the result. */
export function ScreeningPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return data.submission.recused ? <CaseRecused /> : <Desk submission={data.submission} />
}

function Desk({ submission }: { submission: ScreeningDeskQuery['submission'] }) {
  const { t } = useLingui()
  const pack = usePack(submission.packId)
  const { round, startAgain } = useStartAgain('ScreeningDesk')
  return (
    <div className="ui-page ui-page--desk">
      <CaseHead submission={submission} page={t`Screening`} />
      <Screening key={`${submission.id} ${round}`} submission={submission} pack={pack} onStartAgain={startAgain} />
    </div>
  )
}

/** The class whose screening questions are asked; while none is known, those of Class I. */
const riskClassOr = (riskClass: string | null): RiskClass => riskClasses.find((each) => each === riskClass) ?? 'I'

interface ScreeningProps {
  submission: FragmentType<ScreeningCaseFragment>
  pack: Pack
  /** Takes what the server holds in place of what is on the page. */
  onStartAgain: () => void
}

/** The screener's work on one dossier; it is saved while it is done, and nothing in it counts before a result. */
export function Screening({ submission, pack, onStartAgain }: ScreeningProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({
    fragment: ScreeningCaseFragmentDoc,
    fragmentName: 'ScreeningCase',
    from: submission,
  })
  const { work, change, flush, saving, command } = useScreening(shown)
  useHashFocus()
  const isOpen = shown.state === 'screening'
  const computedClass = shown.classification.riskClass ?? shown.riskClass

  function cite(field: string): void {
    if (!work.citations.some((citation) => citation.field === field)) {
      change({ ...work, citations: [...work.citations, { field, reason: '' }] })
    }
    // The list is drawn with the new entry first.
    setTimeout(() => focusById(`citation-${field}`))
  }

  return (
    <div className="screening">
      <DossierPane
        pack={pack}
        answers={shown.answers}
        documents={shown.documents}
        {...(isOpen
          ? {
              action: (field: string, label: string) => (
                <Button type="button" size="xsmall" variant="secondary" onClick={() => cite(field)}>
                  {work.citations.some((citation) => citation.field === field) ? t`In the list` : t`Add to the list`}
                  <VisuallyHidden>: {label}</VisuallyHidden>
                </Button>
              ),
            }
          : {})}
      />
      <div className="screening__work">
        {!isOpen && (
          <BodyLong>
            <Trans>This dossier is not in screening now. What was recorded is shown; nothing can be changed.</Trans>
          </BodyLong>
        )}
        <AutomaticChecks checks={shown.screening?.automaticChecks ?? []} pack={pack} />
        <fieldset disabled={!isOpen} className="screening__fieldset">
          <legend className="ui-visually-hidden">{t`Screening`}</legend>
          <OfficerQuestions
            title={t`Screening questions`}
            pack={pack}
            questions={questionsOf(pack, 'screening', riskClassOr(computedClass))}
            hasDossier
            answers={work.answers}
            onChange={(answers) => change({ ...work, answers })}
          />
          <ClassCheck
            classification={shown.classification}
            pack={pack}
            confirmed={work.classConfirmed}
            reason={work.classReason}
            onChange={(classConfirmed, classReason) => change({ ...work, classConfirmed, classReason })}
          />
          <CitationList
            pack={pack}
            citations={work.citations}
            onChange={(citations) => change({ ...work, citations })}
          />
        </fieldset>
        <SaveStatus state={saving} />
        <SendAnswer command={command} onReadAgain={onStartAgain} />
        {isOpen ? (
          <ScreeningResult shown={shown} pack={pack} work={work} flush={flush} />
        ) : (
          <BodyShort className="ui-subtle">
            <Trans>The result is in the timeline of the case.</Trans>
          </BodyShort>
        )}
      </div>
    </div>
  )
}
