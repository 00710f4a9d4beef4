import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, BodyShort, Heading } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { Colon } from '../../ui/punctuation.tsx'
import { stageLabel } from '../pack/use-pack.ts'
import { answers as answerWords, outcomes } from '../words.ts'
import type { DecisionToMakeFragment } from './decision-page.generated.ts'

/** The decision as it stands, to be read before signing and ever after. */
export function DecisionRead({ shown, pack }: { shown: DecisionToMakeFragment; pack: Pack }) {
  const { t } = useLingui()
  return (
    <div className="ui-stack">
      <dl className="ui-facts">
        <dt>{t`Outcome`}</dt>
        <dd>{shown.outcome ? t(wordOf(outcomes, shown.outcome)) : t`Not chosen yet`}</dd>
        <dt>{t`Reasons`}</dt>
        <dd className="decision__prose" dir="auto">
          {shown.reasons || t`Not written yet`}
        </dd>
        <dt>{t`Public summary`}</dt>
        <dd className="decision__prose" dir="auto">
          {shown.publicSummary || t`Not written yet`}
        </dd>
        <dt>{t`Drafted by`}</dt>
        <dd>{shown.drafter ? <bdi>{shown.drafter.name}</bdi> : '–'}</dd>
      </dl>
      {shown.departures.length > 0 && (
        <section aria-labelledby="departures">
          <Heading level="3" size="small" id="departures">
            <Trans>Where it does not follow a stage</Trans>
          </Heading>
          <dl className="ui-facts">
            {shown.departures.map(({ stage, reason }) => (
              <Pair key={stage} term={stageLabel(pack, stage)} value={reason} />
            ))}
          </dl>
        </section>
      )}
      {shown.conditions.length > 0 && (
        <section aria-labelledby="conditions">
          <Heading level="3" size="small" id="conditions">
            <Trans>Conditions</Trans>
          </Heading>
          <ol className="decision__conditions">
            {shown.conditions.map((condition) => (
              <li key={condition.id}>
                <div dir="auto">{condition.text}</div>
                <BodyShort size="small" className="ui-subtle">
                  <Trans>
                    Due <DateText value={condition.dueAt} />, shown by: <bdi>{condition.evidence}</bdi>
                  </Trans>
                </BodyShort>
              </li>
            ))}
          </ol>
        </section>
      )}
      {shown.decisionAnswers.length > 0 && (
        <section aria-labelledby="decision-answers">
          <Heading level="3" size="small" id="decision-answers">
            <Trans>Questions before the decision</Trans>
          </Heading>
          {shown.decisionAnswers.map(({ question, answer, reason }) => (
            <div key={question} className="decision__answer">
              <BodyShort weight="semibold">
                {shown.decisionQuestions.find(({ id }) => id === question)?.text ?? question}
              </BodyShort>
              <BodyLong>
                {t(wordOf(answerWords, answer))}
                <Colon />
                <bdi>{reason}</bdi>
              </BodyLong>
            </div>
          ))}
        </section>
      )}
    </div>
  )
}

function Pair({ term, value }: { term: string; value: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd dir="auto">{value}</dd>
    </>
  )
}
