import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@navikt/ds-react'
import { useState } from 'react'
import { type PermitAnswer, PermitButton, permitFor } from '../../ui/permit-button.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { useSend } from '../../ui/send.ts'
import { ServerFault } from '../../ui/server-fault.tsx'
import { CommentOnNoticeDocument } from './status-page.generated.ts'

interface NoticeOfIntentProps {
  decision: {
    id: string
    version: number
    noticeText: string | null
    noticeComments: string | null
    permits: readonly PermitAnswer[]
  }
}

const permitEvent = 'COMMENTS_RECEIVED'

/** What the agency intends to decide against the applicant, and the applicant's word on it. */
export function NoticeOfIntent({
  decision: { id, version, noticeText, noticeComments, permits },
}: NoticeOfIntentProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const { send, refusal, fault, sending } = useSend(CommentOnNoticeDocument, { keepPage: true })

  async function comment(): Promise<void> {
    if (text.trim() === '') {
      setError(t`Enter your comment`)
      return
    }
    await send({ id, version, text: text.trim() })
  }

  return (
    <section aria-labelledby={`notice-${id}`}>
      <h2 id={`notice-${id}`} className="aksel-heading aksel-heading--small">
        <Trans>Notice of what the agency intends</Trans>
      </h2>
      <div className="status-page__notice" dir="auto">
        {noticeText}
      </div>
      {noticeComments !== null ? (
        <>
          <h3 className="aksel-heading aksel-heading--xsmall">
            <Trans>Your comment</Trans>
          </h3>
          <p className="status-page__notice" dir="auto">
            {noticeComments}
          </p>
        </>
      ) : (
        permitFor(permits, permitEvent) && (
          <div className="ui-stack ui-stack--tight">
            <Textarea
              label={t`Your comment on it`}
              value={text}
              error={error}
              maxLength={20_000}
              dir="auto"
              onChange={({ target }) => {
                setText(target.value)
                setError(undefined)
              }}
            />
            <RefusalAlert refusal={refusal} />
            <ServerFault fault={fault} />
            <PermitButton permits={permits} event={permitEvent} loading={sending} onClick={() => void comment()}>
              <Trans>Send the comment</Trans>
            </PermitButton>
          </div>
        )
      )}
    </section>
  )
}
