import { Trans } from '@lingui/react/macro'
import { BodyLong, Heading } from '@navikt/ds-react'
import './session.css'

/** The ten codes, this once. */
export function RecoveryCodes({ codes, level }: { codes: readonly string[]; level: '2' | '3' }) {
  return (
    <section className="ui-stack" aria-labelledby="recovery-codes">
      <Heading level={level} size="small" id="recovery-codes">
        <Trans>Your recovery codes</Trans>
      </Heading>
      <BodyLong>
        <Trans>
          Each opens your account once when you have nothing else at hand. They are shown only now: print them, or write
          them down, and keep them apart from your devices.
        </Trans>
      </BodyLong>
      <ul className="session-codes">
        {codes.map((code) => (
          <li key={code}>
            <bdi dir="ltr">{code}</bdi>
          </li>
        ))}
      </ul>
    </section>
  )
}
