import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Heading } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import { DateText, formatNumber } from '../../ui/date-text.tsx'
import { Colon, Comma, listed } from '../../ui/punctuation.tsx'
import type { PackWords } from './pack-words.ts'
import { choicesOf, type PublishedField, rowsOf, textOf } from './published-field.ts'
import { type GroupResult, resultsByMetric, weakestGroup } from './results.ts'
import './model-facts.css'

interface ModelFactsProps {
  no: string
  version: string
  fields: readonly PublishedField[]
  headline: readonly GroupResult[]
  groupResults: readonly GroupResult[]
  words: PackWords
}

const excerptLength = 220

/** The label of an approved model: always the same rows in the same order; what is not known says so. */
export function ModelFacts({ no, version, fields, headline, groupResults, words }: ModelFactsProps) {
  const { t, i18n } = useLingui()
  const chosen = (...ids: string[]) => {
    const choices = ids.flatMap((id) => choicesOf(fields, id).map((value) => words.option(id, value)))
    return choices.length > 0 ? listed(choices, i18n.locale) : null
  }
  const number = (value: number) => (
    <bdi dir="ltr">{formatNumber(value, i18n.locale, { maximumFractionDigits: 3 })}</bdi>
  )
  const estimate = (pattern: RegExp): ReactNode => {
    const found = headline.find((result) => pattern.test(result.metric) && result.estimate !== null)
    if (found && found.estimate !== null) return number(found.estimate)
    const filed = [...rowsOf(fields, 'headlineMetrics'), ...rowsOf(fields, 'generativeSafety')].find(
      (row) => typeof row['metric'] === 'string' && pattern.test(row['metric']) && typeof row['estimate'] === 'number',
    )
    return typeof filed?.['estimate'] === 'number' ? number(filed['estimate']) : null
  }
  const weakest = weakestGroup(resultsByMetric(groupResults, headline))
  const languages = rowsOf(fields, 'languages').flatMap((row) =>
    typeof row['language'] === 'string' && row['language'] !== '' ? [row['language']] : [],
  )
  const dataTo = textOf(fields, 'dataCurrency')
  const notFor = textOf(fields, 'excludedUses')

  return (
    <section className="model-facts" aria-labelledby="model-facts">
      <Heading level="2" size="small" id="model-facts" className="model-facts__title">
        <Trans>Model facts</Trans>
      </Heading>
      <dl className="model-facts__rows">
        <Fact term={t`For`}>{chosen('intendedUsers', 'careSettings')}</Fact>
        <Fact term={t`Not for`}>{notFor && excerpt(notFor)}</Fact>
        <Fact term={t`Takes in`}>{chosen('inputModalities')}</Fact>
        <Fact term={t`Gives out`}>{chosen('outputKinds')}</Fact>
        <Fact term={t`Human check`}>{chosen('humanReviewBeforeEffect')}</Fact>
      </dl>
      <dl className="model-facts__rows">
        <Fact term={t`Tested on`}>
          <TestedOn fields={fields} />
        </Fact>
        <Fact term={t`Finds a condition when it is there (sensitivity)`}>{estimate(/sensitivity|recall/i)}</Fact>
        <Fact term={t`Clears when there is none (specificity)`}>{estimate(/specificity/i)}</Fact>
        <Fact term={t`Wrong or invented statements`}>{estimate(/confabulat|hallucinat/i)}</Fact>
        <Fact term={t`Weakest group`}>
          {weakest && weakest.estimate !== null && (
            <>
              <bdi>{words.group(weakest.axis, weakest.group)}</bdi>
              <Colon />
              {number(weakest.estimate)} (<bdi>{words.metric(weakest.metric)}</bdi>)
            </>
          )}
        </Fact>
      </dl>
      <dl className="model-facts__rows">
        <Fact term={t`Languages`}>{languages.length > 0 && <bdi>{listed(languages, i18n.locale)}</bdi>}</Fact>
        <Fact term={t`Data to`}>{dataTo && <DateText value={dataTo} />}</Fact>
        <Fact term={t`Version`}>
          <bdi>{version}</bdi> · <bdi>{no}</bdi>
        </Fact>
      </dl>
    </section>
  )
}

function excerpt(text: string): ReactNode {
  return <span dir="auto">{text.length > excerptLength ? `${text.slice(0, excerptLength).trimEnd()}…` : text}</span>
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  const isKnown = children !== null && children !== undefined && children !== false
  return (
    <div className="model-facts__row">
      <dt>{term}</dt>
      <dd>{isKnown ? children : <Trans>Not reported</Trans>}</dd>
    </div>
  )
}

/** Cases and places of all evaluation datasets together. */
function TestedOn({ fields }: { fields: readonly PublishedField[] }) {
  const { i18n } = useLingui()
  const rows = rowsOf(fields, 'evaluationDatasets')
  const sum = (column: string) =>
    rows.reduce((total, row) => total + (typeof row[column] === 'number' ? row[column] : 0), 0)
  const cases = sum('n')
  const sites = sum('sites')
  if (cases === 0) return <Trans>Not reported</Trans>
  const shownCases = formatNumber(cases, i18n.locale)
  return (
    <>
      <Plural value={cases} one={`${shownCases} case`} other={`${shownCases} cases`} />
      {sites > 0 && (
        <>
          <Comma />
          <Plural value={sites} one="# site" other="# sites" />
        </>
      )}
    </>
  )
}
