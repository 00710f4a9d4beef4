import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ClassStepText } from '../../dossier/class-step-text.tsx'
import { SignatureLine } from '../../dossier/signature-line.tsx'
import { wordOf } from '../../dossier/status-words.ts'
import { DateText } from '../../ui/date-text.tsx'
import { Comma } from '../../ui/punctuation.tsx'
import type { EntryDecisionFragment } from './entry-page.generated.ts'
import type { PackWords } from './pack-words.ts'

const outcomes: Readonly<Record<string, MessageDescriptor>> = {
  approve: msg`Approved`,
  approveWithConditions: msg`Approved with conditions`,
  refuse: msg`Refused`,
}

const recommendations: Readonly<Record<string, MessageDescriptor>> = {
  approve: msg`Approve`,
  approveWithConditions: msg`Approve with conditions`,
  refuse: msg`Refuse`,
}

interface EntryDecisionProps {
  decision: Omit<EntryDecisionFragment, ' $fragmentName'>
  words: PackWords
}

/** The decision as it was signed: reasons, conditions, what the reviewers advised, the class, who signed, the record. */
export function EntryDecision({ decision, words }: EntryDecisionProps) {
  const { t } = useLingui()
  return (
    <section aria-labelledby="decision" className="entry__part ui-stack">
      <Heading level="2" size="medium" id="decision" tabIndex={-1}>
        <Trans>Decision</Trans>
      </Heading>
      <div>
        <p>
          <strong>{t(wordOf(outcomes, decision.outcome))}</strong>
          <Comma />
          <DateText value={decision.decidedAt} />
        </p>
        <BodyLong className="entry__prose" dir="auto">
          {decision.summary}
        </BodyLong>
      </div>
      <div>
        <Heading level="3" size="small" spacing>
          <Trans>Reasons</Trans>
        </Heading>
        <BodyLong className="entry__prose" dir="auto">
          {decision.reasons}
        </BodyLong>
      </div>
      <div>
        <Heading level="3" size="small" spacing>
          <Trans>Conditions</Trans>
        </Heading>
        {decision.conditions.length === 0 ? (
          <BodyLong>
            <Trans>None</Trans>
          </BodyLong>
        ) : (
          <ol className="entry__steps">
            {decision.conditions.map(({ id, text, dueAt, evidence }) => (
              <li key={id}>
                <span dir="auto">{text}</span>
                <br />
                <Trans>
                  Due on <DateText value={dueAt} />, shown by: <bdi>{evidence}</bdi>
                </Trans>
              </li>
            ))}
          </ol>
        )}
      </div>
      <div>
        <Heading level="3" size="small" spacing>
          <Trans>What the reviewers advised</Trans>
        </Heading>
        <dl className="ui-facts">
          {decision.recommendations.map(({ stage, recommendation, dissent }) => (
            <div key={stage} className="entry__pair">
              <dt>{words.stage(stage)}</dt>
              <dd>
                {recommendation === null ? <Trans>None given</Trans> : t(wordOf(recommendations, recommendation))}
                {dissent && (
                  <>
                    <br />
                    <Trans>One reviewer disagreed:</Trans> <span dir="auto">{dissent}</span>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {decision.notAvailable.length > 0 && (
        <div>
          <Heading level="3" size="small" spacing>
            <Trans>Asked for by the rules, and not available in this version</Trans>
          </Heading>
          <ul className="entry__steps">
            {decision.notAvailable.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <Heading level="3" size="small" spacing>
          <Trans>How the class was found</Trans>
        </Heading>
        <ol className="entry__steps">
          {decision.stepsOfClass.map(({ id, label, holds, riskClass }) => (
            <li key={id}>
              <ClassStepText id={id} label={label} holds={holds} /> –{' '}
              <bdi>
                <Trans>Class {riskClass}</Trans>
              </bdi>
            </li>
          ))}
        </ol>
      </div>
      <div>
        <Heading level="3" size="small" spacing>
          <Trans>Signatures</Trans>
        </Heading>
        <ul className="entry__steps">
          {decision.signedBy.map((signature) => (
            <li key={`${signature.meaning} ${signature.at}`}>
              <SignatureLine {...signature} />
            </li>
          ))}
        </ul>
      </div>
      <div>
        <Heading level="3" size="small" spacing>
          <Trans>The signed record</Trans>
        </Heading>
        <dl className="ui-facts">
          <div className="entry__pair">
            <dt>
              <Trans>SHA-256 of the record</Trans>
            </dt>
            <dd className="entry__hash">
              <bdi dir="ltr">{decision.recordHash}</bdi>
            </dd>
          </div>
          <div className="entry__pair">
            <dt>
              <Trans>Place in the public log</Trans>
            </dt>
            <dd>
              {decision.logIndex === null ? <Trans>Not yet given</Trans> : <bdi dir="ltr">{decision.logIndex}</bdi>}
            </dd>
          </div>
        </dl>
      </div>
    </section>
  )
}
