import { useSuspenseQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { formatNumber } from '../../ui/date-text.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { Because } from '../../ui/permit-button.tsx'
import { listed } from '../../ui/punctuation.tsx'
import { useSend } from '../../ui/send.ts'
import { stageLabel } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import {
  AssignCandidatesDocument,
  type AssignCandidatesQuery,
  ProposeReviewerDocument,
} from './assign-page.generated.ts'

interface CandidatesProps {
  stageId: string
  pack: Pack
  /** The stage's name. */
  label: string
  leadId: string | null
  /** People who review this stage already. */
  assigned: readonly string[]
}

/** Those who may review: what they know, how much they carry, and why somebody cannot be chosen. */
export function Candidates({ stageId, pack, label, leadId, assigned }: CandidatesProps) {
  const { t, i18n } = useLingui()
  const { data } = useSuspenseQuery(AssignCandidatesDocument, {
    variables: { stageId },
    fetchPolicy: 'cache-and-network',
  })
  const propose = useSend(ProposeReviewerDocument, { refetch: ['AssignDesk', 'AssignCandidates'] })
  const people = data.reviewerCandidates
  if (people.length === 0) {
    return (
      <BodyShort>
        <Trans>Nobody holds the role of reviewer. An administrator gives roles.</Trans>
      </BodyShort>
    )
  }
  return (
    <>
      <SendAnswer command={propose} />
      <PagedTable
        caption={<Trans>People for {label}</Trans>}
        head={
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`Expertise`}</th>
            <th scope="col">{t`Open reviews`}</th>
            <th scope="col">{t`May be proposed`}</th>
            <th scope="col">{t`Action`}</th>
          </tr>
        }
      >
        {people.map((candidate) => (
          <Candidate
            key={candidate.person.id}
            candidate={candidate}
            expertise={listed(
              candidate.expertise.map((stage) => stageLabel(pack, stage)),
              i18n.locale,
            )}
            isAssigned={assigned.includes(candidate.person.id)}
            isLead={candidate.person.id === leadId}
            isSending={propose.sending}
            onPropose={() => void propose.send({ id: stageId, reviewerId: candidate.person.id })}
          />
        ))}
      </PagedTable>
    </>
  )
}

interface CandidateProps {
  candidate: AssignCandidatesQuery['reviewerCandidates'][number]
  /** What the person knows, in words. */
  expertise: string
  isAssigned: boolean
  isLead: boolean
  isSending: boolean
  onPropose: () => void
}

function Candidate({ candidate, expertise, isAssigned, isLead, isSending, onPropose }: CandidateProps) {
  const { t, i18n } = useLingui()
  const { person, openAssignments, allowed, because } = candidate
  return (
    <tr>
      <th scope="row" data-label={t`Name`}>
        <bdi>{person.name}</bdi>
      </th>
      <td data-label={t`Expertise`}>{expertise || '–'}</td>
      <td data-label={t`Open reviews`} className="ui-number">
        {formatNumber(openAssignments, i18n.locale)}
      </td>
      <td data-label={t`May be proposed`}>
        {isAssigned ? <Trans>Reviews this stage</Trans> : allowed ? <Trans>Yes</Trans> : <Because because={because} />}
      </td>
      <td data-label={t`Action`}>
        <div className="agency-buttons">
          {allowed && !isAssigned && !isLead && (
            <Button type="button" size="small" onClick={onPropose} loading={isSending}>
              <Trans>
                Propose <VisuallyHidden>{person.name}</VisuallyHidden>
              </Trans>
            </Button>
          )}
          {isLead && <Trans>Leads this stage</Trans>}
        </div>
      </td>
    </tr>
  )
}
