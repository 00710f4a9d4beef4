import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../ui/date-text.tsx'
import { IntervalPlot } from '../../ui/interval-plot.tsx'
import type { IntervalRow } from '../../ui/interval-row.ts'
import { isolated } from '../../ui/isolated.ts'
import type { PackWords } from './pack-words.ts'
import { distanceFromOverall, type GroupResult, type MetricResults, resultsByMetric } from './results.ts'

interface ResultsByGroupProps {
  groupResults: readonly GroupResult[]
  headline: readonly GroupResult[]
  words: PackWords
}

/** For whom the model works well and for whom less: a chart and its table for each metric, weakest group first. */
export function ResultsByGroup({ groupResults, headline, words }: ResultsByGroupProps) {
  const lists = resultsByMetric(groupResults, headline)
  return (
    <section aria-labelledby="groups" className="entry__part">
      <Heading level="2" size="medium" id="groups" spacing tabIndex={-1}>
        <Trans>Results by group</Trans>
      </Heading>
      {lists.length === 0 && (
        <BodyLong>
          <Trans>Not reported</Trans>
        </BodyLong>
      )}
      <div className="ui-stack">
        {lists.map((list) => (
          <MetricPlot key={JSON.stringify([list.metric, list.dataset])} {...{ list, words }} />
        ))}
      </div>
    </section>
  )
}

interface MetricPlotProps {
  list: MetricResults
  words: PackWords
}

function MetricPlot({ list, words }: MetricPlotProps) {
  const { t, i18n } = useLingui()
  const metric = asBeginning(words.metric(list.metric), i18n.locale)
  const number = (value: number) => formatNumber(value, i18n.locale, { maximumFractionDigits: 3 })
  const labelOf = (result: GroupResult) => {
    const axis = words.axis(result.axis)
    const group = isolated(words.group(result.axis, result.group))
    return t`${axis}: ${group}`
  }
  const rows = list.groups.map((result, order): IntervalRow => {
    const distance = distanceFromOverall(result, list.overall)
    const isLow = distance !== null && distance < 0
    const least = result.nText.replace(/\D/g, '')
    return {
      id: String(order),
      label: labelOf(result),
      estimate: result.estimate,
      low: result.low,
      high: result.high,
      size: result.suppressed ? t`fewer than ${least}` : result.nText,
      isLow,
      ...noteOf(result, isLow ? number(Math.abs(distance)) : null),
    }
  })
  const [weakest] = list.groups
  const group = weakest && labelOf(weakest)
  const value = weakest && weakest.estimate !== null ? number(weakest.estimate) : null
  const finding: ReactNode =
    value !== null ? (
      <Trans>
        <bdi>{metric}</bdi>: weakest for <bdi>{group}</bdi>, <bdi dir="ltr">{value}</bdi>
      </Trans>
    ) : (
      metric
    )
  const dataset = list.dataset && isolated(list.dataset)
  const measure = dataset ? t`${metric}, on ${dataset}` : metric
  return <IntervalPlot finding={finding} measure={measure} rows={rows} overall={list.overall?.estimate ?? null} />
}

/** A metric as the first word of a sentence: its name may have been typed small. */
function asBeginning(name: string, language: string): string {
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/** What is said beside a value: why it is not shown, or how far it lies behind everyone's. */
function noteOf(result: GroupResult, behind: string | null): { note?: ReactNode } {
  if (result.suppressed) return { note: <Trans>Not shown: the group is too small</Trans> }
  if (result.estimate === null) return { note: <Trans>Not reported</Trans> }
  if (behind === null) return {}
  return {
    note: (
      <Trans>
        Worse than overall by <bdi dir="ltr">{behind}</bdi>
      </Trans>
    ),
  }
}
