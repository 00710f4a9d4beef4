import { useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, type ReactNode, useRef, useState, useSyncExternalStore } from 'react'

export const paneNames = ['dossier', 'evidence', 'questions'] as const
export type PaneName = (typeof paneNames)[number]

const narrow = '(width < 1024px)'

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrow)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(narrow).matches,
  )
}

interface PanesProps {
  dossier: ReactNode
  evidence: ReactNode
  questions: ReactNode
}

/**
 * Three panes side by side; below 1024 px three tabs, each keeping what was open in it. F6 goes from pane to pane.
 */
export function Panes(panes: PanesProps) {
  const { t } = useLingui()
  const isNarrow = useIsNarrow()
  const [shown, setShown] = useState<PaneName>('questions')
  const frame = useRef<HTMLDivElement>(null)
  const names = { dossier: t`Dossier`, evidence: t`Evidence`, questions: t`Questions` }

  function focusPane(name: PaneName): void {
    frame.current?.querySelector<HTMLElement>(`#pane-${name}`)?.focus()
  }

  function cycle(pressed: KeyboardEvent): void {
    if (pressed.key !== 'F6') return
    pressed.preventDefault()
    const at = paneNames.findIndex((name) =>
      frame.current?.querySelector(`#pane-${name}`)?.contains(document.activeElement),
    )
    const step = pressed.shiftKey ? -1 : 1
    const next = paneNames[(at + step + paneNames.length) % paneNames.length] ?? 'questions'
    setShown(next)
    setTimeout(() => focusPane(next))
  }

  function moveTab(pressed: KeyboardEvent): void {
    const isRtl = document.documentElement.dir === 'rtl'
    const step = pressed.key === 'ArrowRight' ? (isRtl ? -1 : 1) : pressed.key === 'ArrowLeft' ? (isRtl ? 1 : -1) : 0
    if (step === 0) return
    pressed.preventDefault()
    const next = paneNames[(paneNames.indexOf(shown) + step + paneNames.length) % paneNames.length] ?? shown
    setShown(next)
    document.getElementById(`tab-${next}`)?.focus()
  }

  return (
    // F6 is listened for on the frame: it is a key of the desk, not of one control.
    <div ref={frame} onKeyDown={cycle}>
      {isNarrow && (
        <div role="tablist" aria-label={t`Parts of the desk`} className="review__tabs" onKeyDown={moveTab}>
          {paneNames.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={name === shown}
              aria-controls={`pane-${name}`}
              tabIndex={name === shown ? 0 : -1}
              className="review__tab"
              onClick={() => setShown(name)}
            >
              {names[name]}
            </button>
          ))}
        </div>
      )}
      <div className="review__panes">
        {paneNames.map((name) => (
          <div
            key={name}
            id={`pane-${name}`}
            className={`review__pane review__pane--${name}`}
            tabIndex={-1}
            hidden={isNarrow && name !== shown}
            {...(isNarrow ? { role: 'tabpanel', 'aria-labelledby': `tab-${name}` } : {})}
          >
            {panes[name]}
          </div>
        ))}
      </div>
    </div>
  )
}
