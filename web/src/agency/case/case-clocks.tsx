import type { FragmentType } from '@apollo/client'
import { useSuspenseFragment } from '@apollo/client/react'
import { Trans } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import { ClockExplained } from '../../dossier/clock-explained.tsx'
import { type CaseClocksFragment, CaseClocksFragmentDoc } from './case-clocks.generated.ts'

/** Every clock of the case, those that run first; each date is explained by days that add up. */
export function CaseClocks({ submission }: { submission: FragmentType<CaseClocksFragment> }) {
  const { data: shown } = useSuspenseFragment({ fragment: CaseClocksFragmentDoc, from: submission })
  const running = shown.clocks.filter(({ stoppedAt }) => stoppedAt === null)
  const ended = shown.clocks.filter(({ stoppedAt }) => stoppedAt !== null)
  return (
    <section aria-labelledby="case-clocks">
      <Heading level="2" size="medium" id="case-clocks" spacing>
        <Trans>Clocks</Trans>
      </Heading>
      {shown.clocks.length === 0 && (
        <BodyShort>
          <Trans>No clock has started. The first one starts when the dossier is sent.</Trans>
        </BodyShort>
      )}
      {[...running, ...ended].map((clock) => (
        <ClockExplained key={clock.id} clock={clock} />
      ))}
    </section>
  )
}
