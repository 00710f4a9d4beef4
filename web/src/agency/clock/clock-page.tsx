import { useReadQuery } from '@apollo/client/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Button, TextField } from '@navikt/ds-react'
import { useState } from 'react'
import { useLoaderData } from 'react-router'
import { preload } from '../../apollo.ts'
import { DateTimeText } from '../../ui/date-text.tsx'
import { focusById } from '../../ui/error-summary-form.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { useSend } from '../../ui/send.ts'
import { issueOf, SendAnswer } from '../reason/reason-act.tsx'
import { AgencyClockNowDocument, type AgencyClockNowQuery, MoveAgencyClockDocument } from './clock-page.generated.ts'

export function loader() {
  return preload(AgencyClockNowDocument, {})
}

/** The demonstration clock: an administrator moves it forward by days, so that deadlines can be seen to arrive. */
export function ClockPage() {
  const { t } = useLingui()
  const { data } = useReadQuery(useLoaderData<ReturnType<typeof loader>>())
  return (
    <div className="ui-page ui-page--form">
      <PageTitle title={t`Demonstration clock`} />
      <MoveClock clock={data.agencyClock} />
    </div>
  )
}

const mostDays = 400

/** What the clock shows, and the form that moves it. */
export function MoveClock({ clock }: { clock: AgencyClockNowQuery['agencyClock'] }) {
  const { t } = useLingui()
  const [days, setDays] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const [moved, setMoved] = useState<number | null>(null)
  const command = useSend(MoveAgencyClockDocument, { refetch: ['AgencyClockNow'] })

  async function move(): Promise<void> {
    const count = Number(days)
    setMoved(null)
    if (!Number.isInteger(count) || count < 1 || count > mostDays) {
      setIsWrong(true)
      focusById('clock-days')
      return
    }
    if (await command.send({ days: count })) {
      setMoved(count)
      setDays('')
    }
  }

  return (
    <div className="ui-stack">
      <dl className="ui-facts">
        <dt>{t`Now in the agency`}</dt>
        <dd>
          <DateTimeText value={clock.now} />
        </dd>
        <dt>{t`Ahead of real time`}</dt>
        <dd>
          <Plural value={clock.offsetDays} one="# day" other="# days" />
        </dd>
      </dl>
      {clock.movable ? (
        <form
          className="ui-stack"
          noValidate
          onSubmit={(submitted) => {
            submitted.preventDefault()
            void move()
          }}
        >
          <BodyLong>
            <Trans>
              The clock moves forward only. Every deadline that lies in between arrives, as it would in real life:
              letters go out, time limits run out, cases close.
            </Trans>
          </BodyLong>
          <TextField
            id="clock-days"
            label={t`Days to move forward`}
            description={t`A whole number from 1 to ${mostDays}`}
            inputMode="numeric"
            autoComplete="off"
            htmlSize={6}
            value={days}
            onChange={({ target }) => {
              setDays(target.value)
              setIsWrong(false)
            }}
            error={
              isWrong ? t`Days must be a whole number between 1 and ${mostDays}` : issueOf(command.refusal, 'days')
            }
          />
          <SendAnswer command={command} />
          <div>
            <Button type="submit" loading={command.sending}>
              <Trans>Move the clock</Trans>
            </Button>
          </div>
          <BodyShort role="status">
            {moved !== null && <Plural value={moved} one="Moved by # day." other="Moved by # days." />}
          </BodyShort>
        </form>
      ) : (
        <BodyLong>
          <Trans>The clock of this portal is the real one. It can be moved in demonstration mode only.</Trans>
        </BodyLong>
      )}
    </div>
  )
}
