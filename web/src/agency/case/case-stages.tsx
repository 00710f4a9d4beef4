import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { assignmentStates, recommendations, stageNames, stageStates } from '../words.ts'
import { type CaseStagesFragment, CaseStagesFragmentDoc } from './case-stages.generated.ts'

/** The stages of the review: state, lead, reviewers, recommendation; each leads to its review desk. */
export function CaseStages({ submission }: { submission: FragmentType<CaseStagesFragment> }) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: CaseStagesFragmentDoc, from: submission })
  return (
    <section aria-labelledby="case-stages">
      <Heading level="2" size="medium" id="case-stages" spacing>
        <Trans>Stages of the review</Trans>
      </Heading>
      {shown.stages.length === 0 ? (
        <BodyShort>
          <Trans>The stages open when the dossier is accepted.</Trans>
        </BodyShort>
      ) : (
        <PagedTable
          caption={<Trans>Stages with their state, people and recommendation</Trans>}
          head={
            <tr>
              <th scope="col">{t`Stage`}</th>
              <th scope="col">{t`State`}</th>
              <th scope="col">{t`Lead`}</th>
              <th scope="col">{t`Reviewers`}</th>
              <th scope="col">{t`Due`}</th>
              <th scope="col">{t`Recommendation`}</th>
            </tr>
          }
        >
          {shown.stages.map((stage) => (
            <tr key={stage.id}>
              <th scope="row" data-label={t`Stage`}>
                <TextLink to={`/agency/cases/${shown.id}/review?stage=${stage.stage}`}>
                  {t(wordOf(stageNames, stage.stage))}
                </TextLink>
              </th>
              <td data-label={t`State`}>{t(wordOf(stageStates, stage.state))}</td>
              <td data-label={t`Lead`}>{stage.lead ? <bdi>{stage.lead.name}</bdi> : t`Nobody: the place is empty`}</td>
              <td data-label={t`Reviewers`}>
                {stage.assignments.length === 0 ? (
                  t`None yet`
                ) : (
                  <ul className="case__plain-list">
                    {stage.assignments.map((assignment) => (
                      <li key={assignment.id}>
                        <bdi>{assignment.reviewer.name}</bdi> – {t(wordOf(assignmentStates, assignment.state))}
                      </li>
                    ))}
                  </ul>
                )}
              </td>
              <td data-label={t`Due`}>{stage.dueAt ? <DateText value={stage.dueAt} /> : '–'}</td>
              <td data-label={t`Recommendation`}>
                {stage.recommendation ? t(wordOf(recommendations, stage.recommendation)) : '–'}
              </td>
            </tr>
          ))}
        </PagedTable>
      )}
    </section>
  )
}
