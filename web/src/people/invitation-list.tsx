import type { FragmentType } from '@apollo/client'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Heading } from '@navikt/ds-react'
import { useId } from 'react'
import { roleNames, wordOf } from '../dossier/status-words.ts'
import { DateTimeText } from '../ui/date-text.tsx'
import { RefusalAlert } from '../ui/refusal-alert.tsx'
import { useSend } from '../ui/send.ts'
import { ServerFault } from '../ui/server-fault.tsx'
import { StatusTag } from '../ui/status-tag.tsx'
import { useLiveFragment } from '../ui/use-live-fragment.ts'
import {
  type InvitationRowFragment,
  InvitationRowFragmentDoc,
  ResendInvitationDocument,
  WithdrawInvitationDocument,
} from './colleagues.generated.ts'
import type { Side } from './side.ts'
import './people.css'

interface InvitationListProps {
  of: {
    edges: readonly { node: FragmentType<InvitationRowFragment> & { id: string } }[]
    pageInfo: { hasNextPage: boolean }
  }
  side: Side
}

/** Invitations that nobody has accepted yet; nothing where there are none. */
export function InvitationList({ of: { edges, pageInfo }, side }: InvitationListProps) {
  const id = useId()
  if (edges.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <Heading level="2" size="medium" id={id} spacing>
        <Trans>Open invitations</Trans>
      </Heading>
      <ul className="people__list">
        {edges.map(({ node }) => (
          <li key={node.id}>
            <InvitationRow of={node} side={side} />
          </li>
        ))}
      </ul>
      {pageInfo.hasNextPage && (
        <BodyShort>
          <Trans>There are older ones too. Withdraw those that nobody will accept.</Trans>
        </BodyShort>
      )}
    </section>
  )
}

function InvitationRow({ of, side }: { of: FragmentType<InvitationRowFragment>; side: Side }) {
  const { t } = useLingui()
  const { data: invitation } = useLiveFragment({ fragment: InvitationRowFragmentDoc, from: of })
  const resend = useSend(ResendInvitationDocument, { refetch: side.refetch })
  const withdraw = useSend(WithdrawInvitationDocument, { refetch: side.refetch })
  const { id } = invitation
  return (
    <div className="people__person">
      <BodyShort weight="semibold">
        <bdi dir="ltr">{invitation.email}</bdi>
      </BodyShort>
      <BodyShort>{invitation.roles.map((role) => t(wordOf(roleNames, role))).join(' · ')}</BodyShort>
      <div>
        {invitation.expired ? (
          <StatusTag kind="late">
            <Trans>Too old</Trans>
          </StatusTag>
        ) : (
          <StatusTag kind="waiting">
            <Trans>
              Open until <DateTimeText value={invitation.expiresAt} />
            </Trans>
          </StatusTag>
        )}
      </div>
      <RefusalAlert refusal={resend.refusal ?? withdraw.refusal} />
      <ServerFault fault={resend.fault ?? withdraw.fault} />
      <div className="people__acts">
        <Button
          type="button"
          size="small"
          variant="secondary"
          loading={resend.sending}
          onClick={() => void resend.send({ id })}
        >
          <Trans>
            Send again<span className="ui-visually-hidden"> – {invitation.email}</span>
          </Trans>
        </Button>
        <Button
          type="button"
          size="small"
          variant="tertiary"
          loading={withdraw.sending}
          onClick={() => void withdraw.send({ id })}
        >
          <Trans>
            Withdraw<span className="ui-visually-hidden"> – {invitation.email}</span>
          </Trans>
        </Button>
      </div>
    </div>
  )
}
