import { FormProgress } from '@navikt/ds-react'
import { Link } from 'react-router'
import type { Section } from '../../dossier/pack.ts'

interface SectionStepsProps {
  sections: readonly { section: Section }[]
  /** Which of them is open. */
  at: number
  base: string
  progress: readonly { section: string; state: string }[]
}

/** How far along the dossier this section stands, and the way to any other. */
export function SectionSteps({ sections, at, base, progress }: SectionStepsProps) {
  if (at < 0) return null
  return (
    <FormProgress totalSteps={sections.length} activeStep={at + 1} className="section-page__steps">
      {sections.map(({ section: { id, title } }) => (
        <FormProgress.Step
          key={id}
          as={Link}
          to={`${base}/s/${id}`}
          completed={progress.some(({ section, state }) => section === id && state === 'completed')}
        >
          {title}
        </FormProgress.Step>
      ))}
    </FormProgress>
  )
}
