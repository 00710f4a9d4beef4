import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'

interface ClassCheckProps {
  /** The class that the rule works out from the answers; null while it cannot. */
  computed: string | null
  steps: readonly { id: string; label: string; holds: boolean; riskClass: string }[]
  confirmed: string | null
  reason: string
  onChange: (confirmed: string | null, reason: string) => void
}

const riskClasses = ['I', 'II', 'III', 'IV']

/** The class that the rule found, with its steps; the screener confirms it or sets another one with a reason. */
export function ClassCheck({ computed, steps, confirmed, reason, onChange }: ClassCheckProps) {
  const { t } = useLingui()
  const isChanged = confirmed !== null && confirmed !== computed
  return (
    <section aria-labelledby="screening-class" id="class" className="screening__question">
      <Heading level="2" size="small" id="screening-class" spacing>
        <Trans>Risk class</Trans>
      </Heading>
      <BodyShort spacing>
        {computed === null ? (
          <Trans>The rule cannot work out a class from the answers.</Trans>
        ) : (
          <Trans>The rule gives Class {computed}, step by step:</Trans>
        )}
      </BodyShort>
      <ol className="screening__steps">
        {steps
          .filter((step) => step.holds)
          .map((step) => (
            <li key={step.id}>
              {step.label}: {t`Class ${step.riskClass}`}
            </li>
          ))}
      </ol>
      <RadioGroup
        legend={t`Which class do you confirm?`}
        size="small"
        value={confirmed ?? ''}
        onChange={(chosen: string) => onChange(chosen, reason)}
      >
        <div className="agency-buttons">
          {riskClasses.map((riskClass) => (
            <Radio key={riskClass} value={riskClass}>
              {riskClass === computed ? t`Class ${riskClass} (as worked out)` : t`Class ${riskClass}`}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {isChanged && (
        <Textarea
          dir="auto"
          id="classReason"
          label={t`Why another class than the rule gives?`}
          description={t`The applicant reads this.`}
          size="small"
          value={reason}
          onChange={({ target }) => onChange(confirmed, target.value)}
        />
      )}
    </section>
  )
}
