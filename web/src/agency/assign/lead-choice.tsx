import { useSuspenseQuery } from '@apollo/client/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { formatNumber } from '../../ui/date-text.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { VisuallyHidden } from '../../ui/page-title.tsx'
import { Because } from '../../ui/permit-button.tsx'
import { useSend } from '../../ui/send.ts'
import { stageLabel } from '../pack/use-pack.ts'
import { SendAnswer } from '../reason/reason-act.tsx'
import { AssignLeadsDocument, SetStageLeadDocument } from './assign-page.generated.ts'

interface LeadChoiceProps {
  stageId: string
  /** Of the stage; naming its lead needs it. */
  version: number
  pack: Pack
  /** The stage's name. */
  label: string
  leadId: string | null
}

/** Those who lead stages: what they know, how many they lead now, and why somebody may not lead this one. */
export function LeadChoice({ stageId, version, pack, label, leadId }: LeadChoiceProps) {
  const { t, i18n } = useLingui()
  const { data } = useSuspenseQuery(AssignLeadsDocument, { variables: { stageId }, fetchPolicy: 'cache-and-network' })
  const name = useSend(SetStageLeadDocument, { refetch: ['AssignDesk', 'AssignLeads', 'AssignCandidates'] })
  if (data.leadCandidates.length === 0) {
    return (
      <BodyShort>
        <Trans>Nobody holds the role of stage lead. An administrator gives roles.</Trans>
      </BodyShort>
    )
  }
  return (
    <>
      <SendAnswer command={name} />
      <PagedTable
        caption={<Trans>Leads for {label}</Trans>}
        head={
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`Expertise`}</th>
            <th scope="col">{t`Stages led now`}</th>
            <th scope="col">{t`Action`}</th>
          </tr>
        }
      >
        {data.leadCandidates.map(({ person, expertise, openStages, allowed, because }) => (
          <tr key={person.id}>
            <th scope="row" data-label={t`Name`}>
              <bdi>{person.name}</bdi>
            </th>
            <td data-label={t`Expertise`}>{expertise.map((stage) => stageLabel(pack, stage)).join(', ') || '–'}</td>
            <td data-label={t`Stages led now`} className="ui-number">
              {formatNumber(openStages, i18n.locale)}
            </td>
            <td data-label={t`Action`}>
              {person.id === leadId ? (
                <Trans>Leads this stage</Trans>
              ) : allowed ? (
                <Button
                  type="button"
                  size="small"
                  variant="secondary"
                  loading={name.sending}
                  onClick={() => void name.send({ id: stageId, version, leadId: person.id })}
                >
                  <Trans>
                    Name as lead <VisuallyHidden>{person.name}</VisuallyHidden>
                  </Trans>
                </Button>
              ) : (
                <Because because={because} />
              )}
            </td>
          </tr>
        ))}
      </PagedTable>
    </>
  )
}
