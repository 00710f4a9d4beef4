import { useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { type ReactNode, useId } from 'react'
import { useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { LinkButton } from '../link-button/link-button.tsx'
import { DayAssignment } from './day-assignment.tsx'
import { DayCase } from './day-case.tsx'
import { MyDayDocument, type MyDayQuery } from './day-page.generated.ts'
import './day-page.css'

export function loader() {
  return preload(MyDayDocument, {})
}

/** Assignments that still ask something of the reviewer, or of the integrity officer for them. */
const openStates = new Set(['proposed', 'declaring', 'integrityCheck', 'active'])

/** What waits for me today: reviews, signatures, cases that are due. */
export function DayPage() {
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return <Day shown={data} />
}

/** The day of one person, by the roles that they hold. */
export function Day({ shown: data }: { shown: MyDayQuery }) {
  const { t } = useLingui()
  const roles = data.me?.roles ?? []
  const mine = data.mine.edges
  const [first] = mine
  // The server counts them for the integrity officer alone.
  const waiting = data.integrityChecks.total
  const signs = roles.includes('decisionMaker') || roles.includes('deputy')
  const reviews = data.assignments.edges.filter(({ node }) => openStates.has(node.state))

  return (
    <div className="ui-page day">
      <PageTitle title={t`My day`} />
      <div className="ui-actions day__actions">
        {first ? (
          <LinkButton to={`/agency/cases/${first.node.id}`}>
            <Trans>Open my first due case</Trans>
          </LinkButton>
        ) : (
          <LinkButton to="/agency/queue?view=unassigned" variant={waiting > 0 ? 'secondary' : 'primary'}>
            <Trans>Find a case in the queue</Trans>
          </LinkButton>
        )}
        <LinkButton to="/agency/queue?view=mine" variant="secondary">
          <Plural value={data.mine.counts.mine} one="My work (#)" other="My work (#)" />
        </LinkButton>
        {roles.includes('integrityOfficer') && (
          <LinkButton to="/agency/integrity" variant={waiting > 0 ? 'primary' : 'secondary'}>
            <Trans>Interests to check ({waiting})</Trans>
          </LinkButton>
        )}
        {roles.includes('agencyAdmin') && data.agencyClock.movable && (
          <LinkButton to="/agency/clock" variant="secondary">
            <Trans>Move the demonstration clock</Trans>
          </LinkButton>
        )}
      </div>
      {(roles.includes('reviewer') || reviews.length > 0) && (
        <Part title={t`My reviews`} empty={t`Nobody has proposed you as a reviewer now.`}>
          {reviews.map(({ node }) => (
            <DayAssignment key={node.id} assignment={node} />
          ))}
        </Part>
      )}
      {signs && (
        <Part title={t`Waiting for signature`} empty={t`No decision waits for a signature now.`}>
          {data.forSignature.edges.map(({ node }) => (
            <DayCase key={node.id} row={node} to="/decision" />
          ))}
        </Part>
      )}
      {roles.includes('decisionMaker') && data.leaveAwaited.edges.length > 0 && (
        <Part
          title={t`Waiting for leave to stop the clock once more`}
          empty=""
          more={
            data.leaveAwaited.total > data.leaveAwaited.edges.length ? (
              <TextLink to="/agency/queue?view=leaveAwaited">
                <Trans>See all that wait for leave</Trans>
              </TextLink>
            ) : null
          }
        >
          {data.leaveAwaited.edges.map(({ node }) => (
            <DayCase key={node.id} row={node} to="/requests" />
          ))}
        </Part>
      )}
      <Part title={t`My cases, first due first`} empty={t`You have no part in an open case now.`}>
        {mine.map(({ node }) => (
          <DayCase key={node.id} row={node} />
        ))}
      </Part>
      <Part
        title={t`Due soon`}
        empty={t`Nothing is due in the next 5 days.`}
        more={
          data.dueSoon.total > data.dueSoon.edges.length ? (
            <TextLink to="/agency/queue?view=dueSoon">
              <Trans>See all that are due soon</Trans>
            </TextLink>
          ) : null
        }
      >
        {data.dueSoon.edges.map(({ node }) => (
          <DayCase key={node.id} row={node} />
        ))}
      </Part>
    </div>
  )
}

interface PartProps {
  title: string
  empty: string
  more?: ReactNode
  children: readonly ReactNode[]
}

function Part({ title, empty, more, children }: PartProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="day__part">
      <Heading level="2" size="medium" id={id} spacing>
        {title}
      </Heading>
      {children.length > 0 ? <ul className="day__list">{children}</ul> : <BodyShort>{empty}</BodyShort>}
      {more}
    </section>
  )
}
