import { Trans, useLingui } from '@lingui/react/macro'
import { Heading, Radio, RadioGroup, Textarea } from '@navikt/ds-react'
import { ClassSteps, type ShownClassification } from '../../dossier/class-steps.tsx'
import type { Pack } from '../../dossier/pack.ts'

interface ClassCheckProps {
  /** What the rule works out from the answers. */
  classification: ShownClassification
  pack: Pack
  confirmed: string | null
  reason: string
  onChange: (confirmed: string | null, reason: string) => void
}

const riskClasses = ['I', 'II', 'III', 'IV']

/** The class that the rule found, with its steps; the screener confirms it or sets another one with a reason. */
export function ClassCheck({ classification, pack, confirmed, reason, onChange }: ClassCheckProps) {
  const { t } = useLingui()
  const computed = classification.riskClass
  const isChanged = confirmed !== null && confirmed !== computed
  return (
    <section aria-labelledby="screening-class" id="class" className="screening__question">
      <Heading level="2" size="small" id="screening-class" spacing>
        <Trans>Risk class</Trans>
      </Heading>
      <ClassSteps classification={classification} pack={pack} />
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
