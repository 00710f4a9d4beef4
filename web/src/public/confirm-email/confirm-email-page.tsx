import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Button } from '@navikt/ds-react'
import { useState } from 'react'
import { useLoaderData } from 'react-router'
import * as z from 'zod/mini'
import { type AuthRefusal, authPost, Done, takeToken } from '../../session/auth-post.ts'
import { AuthRefused } from '../../session/auth-refused.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import { TextLink } from '../../ui/text-link.tsx'

const Link = z.object({ kind: z.literal('email'), email: z.string() })
type Opened = { token: string; email: string | null }

/** Reads which address the link of the letter confirms. */
export async function loader(): Promise<Opened> {
  const token = takeToken()
  const read = await authPost('link', { token }, z.unknown())
  const link = z.safeParse(Link, read.ok ? read.answer : null)
  return { token, email: link.success ? link.data.email : null }
}

/** Opened by the link of a letter. A button does it, since mail programs open links of themselves. */
export function ConfirmEmailPage() {
  const { t } = useLingui()
  const { token, email } = useLoaderData<Opened>()
  const [refusal, setRefusal] = useState<AuthRefusal | null>(email === null ? { code: 'LINK_UNUSABLE' } : null)
  const [fault, setFault] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const [confirmed, setConfirmed] = useState(false)

  async function confirm(): Promise<void> {
    setRefusal(null)
    setFault(null)
    setSending(true)
    try {
      const answer = await authPost('email', { token }, Done)
      if (answer.ok) setConfirmed(true)
      else setRefusal(answer.refusal)
    } catch (stopped) {
      setFault(stopped)
    }
    setSending(false)
  }

  return (
    <div className="ui-page ui-page--form ui-stack">
      <PageTitle title={confirmed ? t`Your address was changed` : t`Confirm your e-mail address`} />
      <AuthRefused refusal={refusal} />
      <ServerFault fault={fault} />
      {confirmed ? (
        <>
          <BodyLong role="status">
            <Trans>
              All your sessions have ended. Sign in as <bdi dir="ltr">{email}</bdi> from now on.
            </Trans>
          </BodyLong>
          <div>
            <TextLink to="/sign-in">
              <Trans>Sign in</Trans>
            </TextLink>
          </div>
        </>
      ) : (
        email !== null &&
        refusal === null && (
          <>
            <BodyLong>
              <Trans>
                From now on you sign in as <bdi dir="ltr">{email}</bdi>, and letters go there. All your sessions end.
              </Trans>
            </BodyLong>
            <div>
              <Button type="button" loading={sending} onClick={() => void confirm()}>
                <Trans>Confirm this address</Trans>
              </Button>
            </div>
          </>
        )
      )}
    </div>
  )
}
