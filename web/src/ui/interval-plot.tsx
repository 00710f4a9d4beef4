import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, type ReactNode, Suspense, useId } from 'react'
import { formatNumber } from './date-text.tsx'
import type { IntervalRow } from './interval-row.ts'
import { Range } from './range.tsx'

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

// The scale's library weighs more than the page it stands on; the numbers are in the table meanwhile.
const IntervalStrips = lazy(async () => ({ default: (await import('./interval-strips.tsx')).IntervalStrips }))

/**
 * Point and 95% interval for each group, with a line for the whole. The same numbers stand in a table below.
 * The axis runs from left to right in every language.
 */
export function IntervalPlot({ finding, measure, rows, overall = null, domain }: IntervalPlotProps) {
  const { i18n } = useLingui()
  const summaryId = useId()
  const values = rows
    .flatMap(({ estimate, low, high }) => [estimate, low, high, overall])
    .filter((value) => value !== null)
  if (values.length === 0) return <PlotTable {...{ measure, rows, finding }} />
  const reach = domain ?? ([Math.min(...values), Math.max(...values)] as const)
  return (
    <figure className="ui-plot" aria-labelledby={summaryId}>
      <figcaption id={summaryId}>{finding}</figcaption>
      <Suspense fallback={null}>
        <IntervalStrips {...{ measure, rows, overall }} domain={reach} isNice={!domain} />
      </Suspense>
      {overall !== null && (
        <p className="ui-subtle">
          <Trans>
            The dashed line is the result for everyone:{' '}
            <bdi dir="ltr">{formatNumber(overall, i18n.locale, { maximumFractionDigits: 3 })}</bdi>.
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
