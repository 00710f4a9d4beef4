import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { submissionStates, wordOf } from '../../dossier/status-words.ts'
import { ClockTag } from '../../ui/clock-tag.tsx'
import { Breadcrumb, PageTitle } from '../../ui/page-title.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { type CaseHeadFragment, CaseHeadFragmentDoc } from './case-head.generated.ts'
import './case.css'

interface CaseHeadProps {
  submission: FragmentType<CaseHeadFragment>
  /** The name of this page within the case; without it the page is the case's overview. */
  page?: string
  hasErrors?: boolean
  children?: ReactNode
}

/** The top of every page of a case: where it stands, what it is, its state, the clock that runs, and its other pages. */
export function CaseHead({ submission, page, hasErrors = false, children }: CaseHeadProps) {
  const { t } = useLingui()
  const { data: shown } = useLiveFragment({ fragment: CaseHeadFragmentDoc, from: submission })
  const model = `${shown.modelName} ${shown.modelVersion}`
  const clock = shown.clocks.find((each) => each.clock === shown.dueClock && each.stoppedAt === null)
  const at = `/agency/cases/${shown.id}`
  const queue = (
    <TextLink key="queue" to="/agency/queue">
      <Trans>Queue</Trans>
    </TextLink>
  )
  const number = <bdi>{shown.reference}</bdi>
  const trail = page
    ? [
        queue,
        <TextLink key="case" to={at}>
          {number}
        </TextLink>,
        <span key="page">{page}</span>,
      ]
    : [queue, <span key="case">{number}</span>]
  const pages = [
    { to: at, label: t`Overview` },
    { to: `${at}/screen`, label: t`Screening` },
    { to: `${at}/assign`, label: t`Assignment` },
    { to: `${at}/review`, label: t`Reviews` },
    { to: `${at}/requests`, label: t`Information requests` },
    { to: `${at}/decision`, label: t`Decision` },
  ]
  return (
    <header className="case-head">
      <Breadcrumb>{trail}</Breadcrumb>
      <PageTitle
        title={page ?? model}
        of={page ? `${model} – ${shown.reference}` : shown.reference}
        hasErrors={hasErrors}
      >
        <StatusTag kind="information">{t(wordOf(submissionStates, shown.state))}</StatusTag>
        {clock && (
          <ClockTag
            daysLeft={clock.daysLeft}
            paused={clock.paused}
            overdue={clock.overdue}
            unit={clock.unit}
            waitingFor={clock.binds === 'applicant' ? 'agency' : 'applicant'}
          />
        )}
        {children}
      </PageTitle>
      <BodyShort className="case-head__what">
        <bdi>{model}</bdi> · <bdi>{shown.organisation.name}</bdi>
        {shown.riskClass && <> · {t`Class ${shown.riskClass}`}</>}
      </BodyShort>
      <nav aria-label={t`Pages of this case`} className="case-head__pages">
        {pages.map(({ to, label }) => (
          <NavLink key={to} to={to} end>
            {label}
          </NavLink>
        ))}
      </nav>
    </header>
  )
}
