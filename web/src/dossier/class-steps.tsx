import { Trans, useLingui } from '@lingui/react/macro'
import { findField } from '@placet/shared/policy-pack/fields'
import { ClassStepText } from './class-step-text.tsx'
import type { Pack } from './pack.ts'
import './class-steps.css'

export interface ShownClassification {
  riskClass: string | null
  base: string | null
  missing: readonly string[]
  steps: readonly { id: string; label: string; holds: boolean; riskClass: string }[]
}

interface ClassStepsProps {
  classification: ShownClassification
  pack: Pack
  /** The address of a question that is still open. */
  linkTo?: (field: string) => string
}

/** The risk class and every step of the rule that led to it; or the questions that are still open. */
export function ClassSteps({ classification, pack, linkTo }: ClassStepsProps) {
  const { t } = useLingui()
  const { riskClass, missing, steps } = classification
  const name = pack.classes.find(({ id }) => id === riskClass)?.label
  return (
    <div className="class-steps">
      <p className="class-steps__result" role="status">
        {riskClass === null ? (
          <Trans>The class is not known yet.</Trans>
        ) : (
          <strong>
            <Trans>Class {riskClass}</Trans>
            {name && ` – ${name}`}
          </strong>
        )}
      </p>
      {missing.length > 0 && (
        <>
          <p>
            <Trans>These questions decide it and are still open:</Trans>
          </p>
          <ul>
            {missing.map((field) => {
              const label = findField(pack, field)?.label ?? field
              return (
                <li key={field}>
                  {linkTo ? (
                    <a className="aksel-link" href={linkTo(field)}>
                      {label}
                    </a>
                  ) : (
                    label
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
      {steps.length > 0 && (
        <details open={riskClass !== null}>
          <summary>
            <Trans>How the class comes about</Trans>
          </summary>
          <ol className="class-steps__list">
            {steps.map(({ id, label, holds, riskClass: after }) => (
              <li key={id} className={holds ? 'class-steps__step' : 'class-steps__step class-steps__step--off'}>
                <span>
                  <ClassStepText id={id} label={label} holds={holds} />
                </span>
                {' – '}
                <span className="ui-nowrap">{t`Class ${after}`}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  )
}
