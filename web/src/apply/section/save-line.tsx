import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { type DossierAutosave, useSaveStatus } from '../../dossier/edit/use-autosave.ts'
import { formatTime } from '../../ui/date-text.tsx'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'

/** Where the answers of this page stand between keyboard and server. */
export function SaveLine({ autosave }: { autosave: DossierAutosave }) {
  const { i18n } = useLingui()
  const { state, savedAt, toCorrect } = useSaveStatus(autosave)
  return (
    <p role="status" className="section-page__saved">
      {state === 'saving' && <Trans>Saving…</Trans>}
      {state === 'saved' && toCorrect > 0 && (
        <Plural
          value={toCorrect}
          one="Not saved: # answer needs correcting"
          other="Not saved: # answers need correcting"
        />
      )}
      {state === 'saved' && toCorrect === 0 && savedAt && (
        <Trans>
          Saved <bdi>{formatTime(savedAt, i18n.locale)}</bdi>
        </Trans>
      )}
      {state === 'retrying' && <Trans>Not saved – trying again</Trans>}
      {(state === 'signedOut' || state === 'refused') && <Trans>Not saved</Trans>}
    </p>
  )
}

/** Why nothing is saved any more, and what helps. The words stay on the page. */
export function SaveTrouble({ autosave, onReadAgain }: { autosave: DossierAutosave; onReadAgain: () => void }) {
  const { state, refusal } = useSaveStatus(autosave)
  if (state === 'signedOut') {
    return (
      <div role="alert" className="section-page__trouble">
        <p>
          <Trans>You have been signed out. What you typed is still on this page.</Trans>{' '}
          <a href="/sign-in?return=/apply" target="_blank" rel="noopener noreferrer" className="aksel-link">
            <Trans>Sign in again in a new tab</Trans>
          </a>
        </p>
        <Button type="button" size="small" variant="secondary" onClick={() => autosave.retryNow()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  }
  if (state !== 'refused') return null
  return (
    <div className="ui-stack ui-stack--tight">
      <RefusalAlert refusal={refusal} onReadAgain={onReadAgain} />
      <div>
        <Button type="button" size="small" variant="secondary" onClick={() => autosave.retryNow()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    </div>
  )
}
