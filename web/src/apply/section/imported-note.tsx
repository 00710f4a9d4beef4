import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { useSyncExternalStore } from 'react'
import type { DossierAutosave } from '../../dossier/edit/use-autosave.ts'
import type { Field } from '../../dossier/pack.ts'
import { RefusalAlert } from '../../ui/refusal-alert.tsx'
import { ServerFault } from '../../ui/server-fault.tsx'
import type { Confirming } from './confirm-answers.ts'

interface ImportedNoteProps {
  autosave: DossierAutosave
  fields: readonly Field[]
  confirm: Confirming
}

/** How many answers of the section came from a model card and wait for a look. */
export function ImportedNote({ autosave, fields, confirm }: ImportedNoteProps) {
  const { t } = useLingui()
  const waiting = useSyncExternalStore(autosave.subscribe, () =>
    fields
      .filter(({ id }) => {
        const { state, stored } = autosave.field(id)
        return state === 'clean' && stored?.source === 'imported' && !stored.confirmed
      })
      .map(({ id }) => id)
      .join(' '),
  )
  const ids = waiting === '' ? [] : waiting.split(' ')
  if (ids.length === 0 && !confirm.refusal && !confirm.fault) return null
  return (
    <section className="imported-note" aria-label={t`Imported from your model card`}>
      <h2 className="aksel-heading aksel-heading--xsmall">
        <Trans>Imported from your model card</Trans>
      </h2>
      <p>
        <Plural
          value={ids.length}
          one="# answer was filled in. Check it before you send."
          other="# answers were filled in. Check each one before you send."
        />
      </p>
      {ids.length > 0 && (
        <Button
          type="button"
          size="small"
          variant="secondary"
          loading={confirm.sending}
          onClick={() => confirm.all(ids)}
        >
          <Trans>I have checked all of this section</Trans>
        </Button>
      )}
      <RefusalAlert refusal={confirm.refusal} />
      <ServerFault fault={confirm.fault} />
    </section>
  )
}
