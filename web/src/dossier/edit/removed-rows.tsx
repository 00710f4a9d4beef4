import { Trans } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import type { TableRow } from '@placet/shared/policy-pack/table-rows'
import { useEffect, useRef, useState } from 'react'

const undoMs = 10_000

/** A row that was taken out, and where it stood, from 0. */
export interface RemovedRow {
  row: TableRow
  at: number
}

/** The rows taken out of one table in the last ten seconds, the newest last. Whoever stands on "Undo" is not hurried. */
export function useRemovedRows() {
  const [removed, setRemoved] = useState<readonly RemovedRow[]>([])
  const [isOver, setOver] = useState(false)
  const undo = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (removed.length === 0) return
    const timer = setTimeout(() => {
      if (document.activeElement === undo.current) setOver(true)
      else setRemoved([])
    }, undoMs)
    return () => clearTimeout(timer)
  }, [removed])

  return {
    undo,
    newest: removed.at(-1) ?? null,
    keep(one: RemovedRow): void {
      setOver(false)
      setRemoved((before) => [...before, one])
    },
    takeBack(): void {
      setOver(false)
      setRemoved((before) => before.slice(0, -1))
    },
    leave(): void {
      if (isOver) setRemoved([])
    },
  }
}

interface UndoRemovalProps {
  id: string
  removed: ReturnType<typeof useRemovedRows>
  onUndo: (row: RemovedRow) => void
}

/** Says that a row is gone, and takes it back. */
export function UndoRemoval({ id, removed, onUndo }: UndoRemovalProps) {
  const { newest, undo, leave } = removed
  const number = newest ? newest.at + 1 : 0
  return (
    <div className={newest ? 'rows__undo' : undefined}>
      <span role="status">{newest && <Trans>Row {number} was removed.</Trans>}</span>
      {newest && (
        <Button
          id={id}
          ref={undo}
          type="button"
          size="small"
          variant="secondary"
          onBlur={leave}
          onClick={() => {
            removed.takeBack()
            onUndo(newest)
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      )}
    </div>
  )
}
