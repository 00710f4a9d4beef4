import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button } from '@navikt/ds-react'
import { useLoaderData, useRevalidator } from 'react-router'
import * as z from 'zod/mini'
import { ask, Nothing } from '../../session/rest.ts'
import { ProofRefused } from '../../session/sign-in-refused.tsx'
import { useProof } from '../../session/use-proof.ts'
import { DateTimeText } from '../../ui/date-text.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { AccountLinks } from '../account-links.tsx'
import { read } from '../read.ts'
import '../account.css'

const Sessions = z.array(
  z.object({
    id: z.string(),
    device: z.string(),
    network: z.string(),
    createdAt: z.string(),
    seenAt: z.string(),
    expiresAt: z.string(),
    current: z.boolean(),
  }),
)

export const loader = () => read('/auth/session/all', Sessions)

/** Where the person is signed in: each session by device and network, to be ended one by one or all at once. */
export function SessionsPage() {
  const { t } = useLingui()
  const sessions = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const proof = useProof()

  const end = (which: string) =>
    void proof.run(
      () => ask(`/auth/session/all/${which}`, Nothing, {}),
      // A whole load leaves nothing of this person in memory.
      () => (which === 'end' ? window.location.assign('/') : revalidate()),
    )

  return (
    <div className="ui-page ui-page--reading ui-stack">
      <PageTitle title={t`Where you are signed in`} />
      <AccountLinks />
      <BodyLong>
        <Trans>
          Do you not know one of these? End it, and then change your password. You can be signed in at five places at
          most.
        </Trans>
      </BodyLong>
      <ProofRefused refusal={proof.refusal} level="h2">
        <Trans>The session was not ended</Trans>
      </ProofRefused>
      <ServerFault fault={proof.fault} />
      <ul className="account-list">
        {sessions.map(({ id, device, network, createdAt, seenAt, expiresAt, current }) => (
          <li key={id} className="ui-stack ui-stack--tight">
            <BodyShort weight="semibold">
              <bdi dir="ltr">{device === '' ? t`Unknown device` : device}</bdi>
              {current && (
                <>
                  {' – '}
                  <Trans>this session</Trans>
                </>
              )}
            </BodyShort>
            <dl className="ui-facts">
              <dt>
                <Trans>Network</Trans>
              </dt>
              <dd>
                <bdi dir="ltr">{network}</bdi>
              </dd>
              <dt>
                <Trans>Signed in</Trans>
              </dt>
              <dd>
                <DateTimeText value={createdAt} />
              </dd>
              <dt>
                <Trans>Last active</Trans>
              </dt>
              <dd>
                <DateTimeText value={seenAt} />
              </dd>
              <dt>
                <Trans>Ends at the latest</Trans>
              </dt>
              <dd>
                <DateTimeText value={expiresAt} />
              </dd>
            </dl>
            {!current && (
              <div>
                <Button type="button" size="small" variant="secondary" onClick={() => end(`${id}/end`)}>
                  <Trans>End this session</Trans> <span className="ui-visually-hidden">{device}</span>
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <div className="ui-actions">
        {sessions.length > 1 && (
          <Button type="button" variant="secondary" loading={proof.sending} onClick={() => end('end-others')}>
            <Trans>End all others</Trans>
          </Button>
        )}
        <Button
          type="button"
          variant="secondary"
          data-color="danger"
          loading={proof.sending}
          onClick={() => end('end')}
        >
          <Trans>End all and sign out</Trans>
        </Button>
      </div>
    </div>
  )
}
