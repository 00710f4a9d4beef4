import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort } from '@navikt/ds-react'
import { formatTime } from '../../ui/date-text.tsx'
import type { SaveState } from './use-autosave.ts'

/** Says whether what was typed is kept by the server. */
export function SaveStatus({ state }: { state: SaveState }) {
  const { i18n } = useLingui()
  return (
    <BodyShort size="small" role="status" className="ui-subtle">
      {(state.kind === 'waiting' || state.kind === 'saving') && <Trans>Saving…</Trans>}
      {state.kind === 'saved' && (
        <Trans>
          Saved <bdi>{formatTime(state.at, i18n.locale)}</bdi>
        </Trans>
      )}
      {state.kind === 'failed' && <Trans>Not saved – trying again</Trans>}
      {state.kind === 'refused' && <Trans>Not saved</Trans>}
    </BodyShort>
  )
}
