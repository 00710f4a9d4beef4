import { Trans, useLingui } from '@lingui/react/macro'
import { scaleLinear } from 'd3-scale'
import { type ReactNode, useId } from 'react'
import { formatNumber } from './date-text.tsx'
import { Range } from './range.tsx'

export interface IntervalRow {
  id: string
  /** The group, in words. */
  label: string
  /** Null where the value is not shown; `note` then says why. */
  estimate: number | null
  low: number | null
  high: number | null
  /** Size of the group in words: "1,200", "fewer than 10". */
  size?: string
  /** Said beside the value, such as "Lower than overall by 6.2 points". */
  note?: ReactNode
  /** Drawn in the warning colour; `note` must say it in words too. */
  isLow?: boolean
}

interface IntervalPlotProps {
  /** The finding as a sentence: the chart's title. */
  finding: ReactNode
  /** What is measured, heading of the value column. */
  measure: string
  rows: readonly IntervalRow[]
  /** Drawn as a line through all rows. */
  overall?: number | null
  /** Least and greatest value of the axis; from the rows when absent. */
  domain?: readonly [number, number]
}

/**
 * Point and 95% interval for each group, with a line for the whole. The same numbers stand in a table below.
 * The axis runs from left to right in every language.
 */
export function IntervalPlot({ finding, measure, rows, overall = null, domain }: IntervalPlotProps) {
  const { t, i18n } = useLingui()
  const summaryId = useId()
  const values = rows.flatMap(({ estimate, low, high }) => [estimate, low, high, overall]).filter((value) => value !== null)
  if (values.length === 0) return <PlotTable {...{ measure, rows, finding }} />
  const scale = scaleLinear()
    .domain(domain ?? [Math.min(...values), Math.max(...values)])
    .range([3, 97])
  if (!domain) scale.nice(5)
  const at = (value: number) => `${scale(value).toFixed(2)}%`
  const number = (value: number) => formatNumber(value, i18n.locale, { maximumFractionDigits: 3 })
  const described = rows.map(({ label, estimate }) => `${label}: ${estimate === null ? t`not shown` : number(estimate)}`)

  return (
    <figure className="ui-plot" aria-labelledby={summaryId}>
      <figcaption id={summaryId}>{finding}</figcaption>
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
      {overall !== null && (
        <p className="ui-subtle">
          <Trans>
            The dashed line is the result for everyone: <bdi dir="ltr">{number(overall)}</bdi>.
          </Trans>
        </p>
      )}
      <details className="ui-plot__twin">
        <summary>
          <Trans>Show as table</Trans>
        </summary>
        <PlotTable {...{ measure, rows, finding }} />
      </details>
    </figure>
  )
}

function PlotTable({ measure, rows, finding }: Pick<IntervalPlotProps, 'measure' | 'rows' | 'finding'>) {
  const { t, i18n } = useLingui()
  const number = (value: number) => formatNumber(value, i18n.locale, { maximumFractionDigits: 3 })
  return (
    <div className="ui-table-scroll" role="region" aria-label={measure} tabIndex={0}>
      <table className="ui-table ui-table--cards">
        <caption className="ui-visually-hidden">{finding}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Group`}</th>
            <th scope="col" className="ui-number">{t`Number of people or cases`}</th>
            <th scope="col" className="ui-number">
              {measure}
            </th>
            <th scope="col" className="ui-number">{t`95% interval`}</th>
            <th scope="col">{t`Note`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, label, size, estimate, low, high, note }) => (
            <tr key={id}>
              <th scope="row" dir="auto">
                {label}
              </th>
              <td className="ui-number" data-label={t`Number of people or cases`}>
                {size ?? '–'}
              </td>
              <td className="ui-number" data-label={measure}>
                {estimate === null ? '–' : <bdi dir="ltr">{number(estimate)}</bdi>}
              </td>
              <td className="ui-number" data-label={t`95% interval`}>
                {low === null || high === null ? '–' : <Range from={number(low)} to={number(high)} />}
              </td>
              <td data-label={t`Note`}>{note ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
