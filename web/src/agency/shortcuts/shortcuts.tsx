import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { Trans, useLingui } from '@lingui/react/macro'
import { BodyShort, Button, Dialog, Switch } from '@navikt/ds-react'
import { tinykeys } from 'tinykeys'
import './shortcuts.css'

const storageKey = 'placet.shortcuts'
const listeners = new Set<() => void>()

const areOn = (): boolean => localStorage.getItem(storageKey) !== 'off'

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Turns the single-letter shortcuts on or off on this device (WCAG 2.1.4). */
function setShortcutsOn(on: boolean): void {
  localStorage.setItem(storageKey, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

/** One shortcut of a screen: the key (a letter or sign), what it does in words, and the act. */
export interface Shortcut {
  key: string
  label: string
  act: () => void
}

/** True where a letter is typed or a choice is made by letter, so that it must not be taken for a shortcut. */
function isTypedInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('dialog, [role=dialog]')) return true
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/**
 * Listens for the shortcuts of a screen and offers a button that lists them (also by `?`) with a switch to turn them
 * off. They never act while something is typed or a dialog is open.
 */
export function Shortcuts({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  const { t } = useLingui()
  const on = useSyncExternalStore(subscribe, areOn)
  const [open, setOpen] = useState(false)
  const all = [...shortcuts, { key: '?', label: t`Show this list`, act: () => setOpen(true) }]
  const act = useEffectEvent((key: string) => all.find((shortcut) => shortcut.key === key)?.act())
  const keys = all.map(({ key }) => key).join(' ')
  useEffect(() => {
    if (!on) return
    // On many keyboards `[`, `?` or `1` need Shift or AltGr.
    const bindings = keys.split(' ').flatMap((key) => {
      const handler = (event: KeyboardEvent): void => {
        event.preventDefault()
        act(key)
      }
      return [[`[Shift]+${key}`, handler] as const, [`AltGraph+${key}`, handler] as const]
    })
    return tinykeys(window, Object.fromEntries(bindings), { ignore: ({ target }) => isTypedInto(target) })
  }, [on, keys])

  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <Button variant="tertiary" size="small">
          <Trans>Keyboard shortcuts</Trans>
        </Button>
      </Dialog.Trigger>
      <Dialog.Popup closeOnOutsideClick width="small">
        <Dialog.Header>
          <Dialog.Title>
            <Trans>Keyboard shortcuts</Trans>
          </Dialog.Title>
        </Dialog.Header>
        <Dialog.Body>
          <Switch checked={on} onChange={({ target }) => setShortcutsOn(target.checked)}>
            <Trans>Use single-key shortcuts</Trans>
          </Switch>
          <BodyShort size="small" spacing>
            <Trans>They do nothing while you type. The choice is kept on this device.</Trans>
          </BodyShort>
          <dl className="shortcuts">
            {all.map(({ key, label }) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Body>
      </Dialog.Popup>
    </Dialog>
  )
}
