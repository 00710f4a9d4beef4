import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { ClockTag } from '../ui/clock-tag.tsx'
import { DateText } from '../ui/date-text.tsx'

export interface ExplainedClock {
  id: string
  label: string
  /** Whom it binds: agency, applicant, … */
  binds: string
  startedAt: string
  stoppedAt: string | null
  dueAt: string | null
  paused: boolean
  overdue: boolean
  daysLeft: number
  unit: string
  segments: readonly { from: string; to: string; days: number; kind: string; reason: string }[]
}

const kinds: Readonly<Record<string, MessageDescriptor>> = {
  counted: msg`Counted`,
  paused: msg`Paused, not counted`,
  nonWorking: msg`No working day, not counted`,
  extension: msg`More time granted`,
  moved: msg`Moved to the next working day`,
}

const binders: Readonly<Record<string, MessageDescriptor>> = {
  agency: msg`Binds the agency`,
  applicant: msg`Binds the applicant`,
  reviewer: msg`Binds the reviewer`,
  decisionMaker: msg`Binds the decision maker`,
  appealPanel: msg`Binds the appeal panel`,
  holder: msg`Binds the holder`,
}

/** One clock with the working out of its due date: the counted days of the segments add up to the limit. */
export function ClockExplained({ clock, open = false }: { clock: ExplainedClock; open?: boolean }) {
  const { t } = useLingui()
  const captionId = useId()
  const counted = clock.segments
    .filter(({ kind }) => kind === 'counted' || kind === 'extension')
    .reduce((sum, { days }) => sum + days, 0)
  const word = (words: Readonly<Record<string, MessageDescriptor>>, code: string) =>
    words[code] ? t(words[code]) : code
  return (
    <section className="clock-explained" aria-labelledby={captionId}>
      <h3 id={captionId} className="aksel-heading aksel-heading--xsmall">
        {clock.label}
      </h3>
      <p className="ui-actions ui-actions--none">
        {clock.stoppedAt ? (
          <span>
            <Trans>
              Ended on <DateText value={clock.stoppedAt.slice(0, 10)} />
            </Trans>
          </span>
        ) : (
          <ClockTag
            daysLeft={clock.daysLeft}
            paused={clock.paused}
            overdue={clock.overdue}
            unit={clock.unit}
            waitingFor={clock.binds === 'applicant' ? 'agency' : 'applicant'}
          />
        )}
        <span className="ui-subtle">{word(binders, clock.binds)}</span>
        {clock.dueAt && (
          <span>
            <Trans>
              Due on <DateText value={clock.dueAt.slice(0, 10)} />
            </Trans>
          </span>
        )}
      </p>
      {clock.segments.length > 0 && (
        <details open={open}>
          <summary>
            <Trans>How this date comes about</Trans>
          </summary>
          <div className="ui-table-scroll" role="group" aria-labelledby={captionId} tabIndex={0}>
            <table className="ui-table ui-table--cards">
              <caption className="ui-visually-hidden">{clock.label}</caption>
              <thead>
                <tr>
                  <th scope="col">{t`From`}</th>
                  <th scope="col">{t`To`}</th>
                  <th scope="col">{t`What`}</th>
                  <th scope="col">{t`Reason`}</th>
                  <th scope="col" className="ui-number">{t`Days`}</th>
                </tr>
              </thead>
              <tbody>
                {clock.segments.map(({ from, to, days, kind, reason }) => (
                  <tr key={`${from} ${kind}`}>
                    <td data-label={t`From`}>
                      <DateText value={from} />
                    </td>
                    <td data-label={t`To`}>
                      <DateText value={to} />
                    </td>
                    <td data-label={t`What`}>{word(kinds, kind)}</td>
                    <td data-label={t`Reason`}>{reason}</td>
                    <td data-label={t`Days`} className="ui-number">
                      {days}
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={4}>
                    <Trans>Counted together</Trans>
                  </th>
                  <td className="ui-number">
                    <Plural value={counted} one="# day" other="# days" />
                  </td>
                </tr>
              </tfoot>
            </table>
          </div>
        </details>
      )}
    </section>
  )
}
