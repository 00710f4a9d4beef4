import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { classify } from '@placet/shared/policy-pack/risk-class'
import { requiredFields, visibleSections } from '@placet/shared/policy-pack/visibility'
import { ClassSteps } from '../../dossier/class-steps.tsx'
import { controlId } from '../../dossier/edit/editor.ts'
import type { Pack } from '../../dossier/pack.ts'

/** A rough measure of the work: minutes that an answer takes on average, evidence at hand. */
const minutesPerAnswer = 5

/** The class that these answers lead to, and what its dossier asks for. */
export function LikelyClass({ pack, answers }: { pack: Pack; answers: Answers }) {
  const { t } = useLingui()
  const classification = classify(pack, answers)
  const sections = visibleSections(pack, answers)
  const required = requiredFields(pack, answers).length
  const hours = Math.max(1, Math.round((required * minutesPerAnswer) / 60))
  const days = pack.classes.find(({ id }) => id === classification.riskClass)?.targetReviewDays
  return (
    <section aria-label={t`Likely class`} className="ui-stack ui-stack--tight">
      <ClassSteps classification={classification} pack={pack} linkTo={(field) => `#${controlId(field)}`} />
      {classification.riskClass !== null && (
        <>
          <p>
            <Trans>
              The dossier will have <Plural value={sections.length} one="# section" other="# sections" /> and{' '}
              <Plural value={required} one="# answer that is needed" other="# answers that are needed" />: about{' '}
              <Plural value={hours} one="# hour" other="# hours" /> of work with the evidence at hand.
            </Trans>{' '}
            {days !== undefined && (
              <Plural value={days} one="The review is to take # day." other="The review is to take # days." />
            )}
          </p>
          <details>
            <summary>
              <Trans>Show the sections</Trans>
            </summary>
            <ol>
              {sections.map(({ section }) => (
                <li key={section.id}>{section.title}</li>
              ))}
            </ol>
          </details>
        </>
      )}
    </section>
  )
}
