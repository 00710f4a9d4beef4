import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Heading } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { DateTimeText } from '../../ui/date-text.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { answers as answerWords, recommendations } from '../words.ts'
import { PointerText } from './pointer-text.tsx'
import type { ReviewDeskStageFragment } from './review-page.generated.ts'

interface ReportsReadProps {
  stage: ReviewDeskStageFragment
  pack: Pack
  documents: readonly { id: string; name: string }[]
}

/** The signed reports of a stage that the reader may see, question by question. */
export function ReportsRead({ stage, pack, documents }: ReportsReadProps) {
  const { t } = useLingui()
  if (stage.reports.length === 0) {
    return (
      <BodyShort>
        <Trans>No report can be read yet. Reports open when all of the stage are signed.</Trans>
      </BodyShort>
    )
  }
  return (
    <section aria-labelledby="reports" className="review__reports">
      <Heading level="2" size="medium" id="reports">
        <Trans>Reports</Trans>
      </Heading>
      {stage.reports.map((report) => (
        <article key={report.id} className="review__report" aria-labelledby={`report-${report.id}`}>
          <Heading level="3" size="small" id={`report-${report.id}`}>
            <Trans>
              Report of <bdi>{report.reviewer.name}</bdi>
            </Trans>
          </Heading>
          <BodyShort size="small" className="ui-subtle">
            {report.signedAt ? (
              <Trans>
                Signed <DateTimeText value={report.signedAt} />
              </Trans>
            ) : (
              <Trans>Not signed yet</Trans>
            )}
          </BodyShort>
          <BodyLong>
            <strong>
              {report.recommendation ? t(wordOf(recommendations, report.recommendation)) : t`No recommendation yet`}
            </strong>
            {report.summary && (
              <>
                <Colon />
                <bdi>{report.summary}</bdi>
              </>
            )}
          </BodyLong>
          {report.dissent && (
            <BodyLong className="review__dissent">
              <strong>
                <Trans>Dissent:</Trans>
              </strong>{' '}
              <bdi>{report.dissent}</bdi>
            </BodyLong>
          )}
          <details>
            <summary>
              <Trans>Answers</Trans>
            </summary>
            <ol className="review__answers">
              {stage.questions.map((question) => {
                const given = report.answers.find((each) => each.question === question.id)
                return (
                  <li key={question.id}>
                    {question.text}
                    <div>
                      <strong>{given?.answer ? t(wordOf(answerWords, given.answer)) : t`Not answered`}</strong>
                      {given?.reason && (
                        <>
                          <Colon />
                          <bdi>{given.reason}</bdi>
                        </>
                      )}
                    </div>
                    {given?.evidence.map((pointer) => (
                      <div key={`${pointer.kind} ${pointer.at} ${pointer.page ?? ''}`} className="ui-subtle">
                        <PointerText pointer={pointer} pack={pack} documents={documents} />
                      </div>
                    ))}
                  </li>
                )
              })}
            </ol>
          </details>
        </article>
      ))}
    </section>
  )
}
