import { useLingui } from '@lingui/react/macro'
import { scaleLinear } from 'd3-scale'
import { formatNumber } from './date-text.tsx'
import type { IntervalRow } from './interval-row.ts'
import { Range } from './range.tsx'

interface IntervalStripsProps {
  measure: string
  rows: readonly IntervalRow[]
  overall: number | null
  /** Least and greatest value. */
  domain: readonly [number, number]
  /** Widens the domain to round numbers. */
  isNice: boolean
}

/** The drawn part of an interval plot: one strip for each group above a common axis. */
export function IntervalStrips({ measure, rows, overall, domain, isNice }: IntervalStripsProps) {
  const { t, i18n } = useLingui()
  const scale = scaleLinear().domain(domain).range([3, 97])
  if (isNice) scale.nice(5)
  const at = (value: number) => `${scale(value).toFixed(2)}%`
  const number = (value: number) => formatNumber(value, i18n.locale, { maximumFractionDigits: 3 })
  const described = rows.map(
    ({ label, estimate }) => `${label}: ${estimate === null ? t`not shown` : number(estimate)}`,
  )
  return (
    <div role="img" aria-label={`${measure}. ${described.join('; ')}`} className="ui-plot__rows">
      {rows.map(({ id, label, estimate, low, high, isLow, note }) => (
        <div className="ui-plot__row" key={id}>
          <span className="ui-plot__label" dir="auto">
            {label}
          </span>
          <svg className="ui-plot__strip" width="100%" height="28" direction="ltr">
            <line x1="0" x2="100%" y1="27.5" y2="27.5" className="ui-plot__axis" />
            {overall !== null && <line x1={at(overall)} x2={at(overall)} y1="0" y2="28" className="ui-plot__overall" />}
            {low !== null && high !== null && (
              <line
                x1={at(low)}
                x2={at(high)}
                y1="14"
                y2="14"
                className={isLow ? 'ui-plot__interval ui-plot__interval--low' : 'ui-plot__interval'}
              />
            )}
            {estimate !== null && (
              <circle
                cx={at(estimate)}
                cy="14"
                r="5.5"
                className={isLow ? 'ui-plot__point ui-plot__point--low' : 'ui-plot__point'}
              />
            )}
          </svg>
          <span className="ui-plot__value">
            {estimate === null ? note : <bdi dir="ltr">{number(estimate)}</bdi>}
            {low !== null && high !== null && (
              <>
                {' ('}
                <Range from={number(low)} to={number(high)} />
                {')'}
              </>
            )}
            {estimate !== null && note && <span className="ui-plot__note"> {note}</span>}
          </span>
        </div>
      ))}
      <div className="ui-plot__row ui-plot__row--axis">
        <span />
        <svg className="ui-plot__strip" width="100%" height="22" direction="ltr">
          {scale.ticks(4).map((tick) => (
            <text key={tick} x={at(tick)} y="16" textAnchor="middle">
              {number(tick)}
            </text>
          ))}
        </svg>
        <span />
      </div>
    </div>
  )
}
