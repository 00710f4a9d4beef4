import { Trans } from '@lingui/react/macro'
import { BodyShort, Heading } from '@navikt/ds-react'
import type { Pack } from '../../dossier/pack.ts'
import { Colon } from '../../ui/punctuation.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import { sectionOfField } from '../dossier-pane/dossier-pane.tsx'
import { FieldLink } from '../dossier-pane/field-link.tsx'

interface AutomaticChecksProps {
  checks: readonly { code: string; passed: boolean; message: string; at: string | null }[]
  pack: Pack
}

/** What the portal checked by itself; each failure leads to the section of the dossier that it is about. */
export function AutomaticChecks({ checks, pack }: AutomaticChecksProps) {
  return (
    <section aria-labelledby="automatic-checks">
      <Heading level="2" size="small" id="automatic-checks" spacing>
        <Trans>Automatic checks</Trans>
      </Heading>
      {checks.length === 0 ? (
        <BodyShort>
          <Trans>There are no automatic checks for this dossier yet.</Trans>
        </BodyShort>
      ) : (
        <ul className="screening__checks">
          {checks.map(({ code, passed, message, at }, index) => {
            const field = (at ?? '').split('/').at(-1) ?? ''
            const isField = !passed && sectionOfField(pack, field) !== null
            return (
              <li key={`${code} ${index}`}>
                <StatusTag kind={passed ? 'done' : 'late'}>
                  {passed ? <Trans>Passed</Trans> : <Trans>Failed</Trans>}
                </StatusTag>{' '}
                {message}
                {isField && (
                  <>
                    <Colon />
                    <FieldLink pack={pack} field={field} />
                  </>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
