import type { FragmentType } from '@apollo/client'
import { Plural, Trans } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { useLiveFragment } from '../../ui/use-live-fragment.ts'
import { ClockExplained } from '../../dossier/clock-explained.tsx'
import type { Pack } from '../../dossier/pack.ts'
import { stageLabel } from '../pack/use-pack.ts'
import { type CaseClocksFragment, CaseClocksFragmentDoc } from './case-clocks.generated.ts'

interface CaseClocksProps {
  submission: FragmentType<CaseClocksFragment>
  pack: Pack
}

/** Every clock of the case, those that run before those that ended; each date is explained by days that add up. */
export function CaseClocks({ submission, pack }: CaseClocksProps) {
  const { data: shown } = useLiveFragment({ fragment: CaseClocksFragmentDoc, from: submission })
  const running = shown.clocks.filter(({ stoppedAt }) => stoppedAt === null)
  const ended = shown.clocks.filter(({ stoppedAt }) => stoppedAt !== null)
  const explained = (clock: CaseClocksFragment['clocks'][number]) => (
    <ClockExplained key={clock.id} clock={{ ...clock, label: labelOf(clock, shown, pack) }} />
  )
  return (
    <section aria-labelledby="case-clocks" className="case__clocks">
      <Heading level="2" size="medium" id="case-clocks">
        <Trans>Clocks</Trans>
      </Heading>
      {shown.clocks.length === 0 && (
        <BodyShort>
          <Trans>No clock has started. The first one starts when the dossier is sent.</Trans>
        </BodyShort>
      )}
      {running.map(explained)}
      {ended.length > 0 && (
        <details>
          <summary>
            <Plural value={ended.length} one="# clock that has ended" other="# clocks that have ended" />
          </summary>
          <div className="case__clocks">{ended.map(explained)}</div>
        </details>
      )}
    </section>
  )
}

/** A clock's name; where it belongs to one stage or one reviewer, with theirs. */
function labelOf(
  { label, subjectId }: CaseClocksFragment['clocks'][number],
  shown: CaseClocksFragment,
  pack: Pack,
): string {
  const stage = shown.stages.find(({ id }) => id === subjectId)
  if (stage) return `${label} – ${stageLabel(pack, stage.stage)}`
  const assignment = shown.stages.flatMap(({ assignments }) => assignments).find(({ id }) => id === subjectId)
  return assignment ? `${label} – ${assignment.reviewer.name}` : label
}
