import { Button } from '@navikt/ds-react'
import type { ReactNode } from 'react'
import './two-versions.css'

interface Version {
  title: ReactNode
  shown: ReactNode
  keep: ReactNode
  /** What the button does, and to which answer. */
  keepLabel: string
  onKeep: () => void
}

interface TwoVersionsProps {
  /** Who wrote the other one, and when. */
  told: ReactNode
  versions: readonly [mine: Version, stored: Version]
}

/** One answer was written twice: both are shown, and one is kept by choice. */
export function TwoVersions({ told, versions }: TwoVersionsProps) {
  return (
    <div role="alert" className="two-versions">
      <p>
        <strong>{told}</strong>
      </p>
      <div className="two-versions__both">
        {versions.map(({ title, shown, keep, keepLabel, onKeep }) => (
          <div key={keepLabel}>
            <h3 className="aksel-heading aksel-heading--xsmall">{title}</h3>
            {shown}
            <Button type="button" size="small" variant="secondary" onClick={onKeep} aria-label={keepLabel}>
              {keep}
            </Button>
          </div>
        ))}
      </div>
    </div>
  )
}
