import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { watchLeaving } from '../../ui/leaving.ts'

type Progress = { kind: 'idle' } | { kind: 'waiting' } | { kind: 'saving' } | { kind: 'saved'; at: Date }

/** `failed` is tried again; after `refused` only another input can help. */
export type SaveState = Progress | { kind: 'refused' } | { kind: 'failed' }

/** Milliseconds after the last key before a save, and before one that did not arrive is tried again. */
const pause = 800
const retryPause = 5000

export interface Autosave<T> {
  state: SaveState
  /** Takes the newest value; it is saved a moment later. */
  change: (value: T) => void
  /** Saves now what waits; true when nothing unsaved is left. */
  flush: () => Promise<boolean>
  /** Gives up what is not saved, because the person chose what the server holds. */
  forget: () => void
}

/**
 * Saves a form while it is filled in: a moment after the last change, one save under way at a time, again when it did
 * not arrive, at once when the form is left. The browser warns before a page with unsaved words is closed, and another
 * page of the portal waits until they are saved.
 *
 * @param save true when the server has stored the value
 * @param hasFault the last save did not arrive (as `useSend` says), so that the same value may be sent again
 */
export function useAutosave<T>(save: (value: T) => Promise<boolean>, hasFault: boolean): Autosave<T> {
  const [progress, setProgress] = useState<Progress | { kind: 'unsaved' }>({ kind: 'idle' })
  const waiting = useRef<{ value: T } | null>(null)
  const unsaved = useRef<{ value: T } | null>(null)
  const running = useRef<Promise<boolean> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const saveNewest = useRef(save)
  useEffect(() => {
    saveNewest.current = save
  })

  async function run(): Promise<boolean> {
    while (waiting.current) {
      const { value } = waiting.current
      waiting.current = null
      setProgress({ kind: 'saving' })
      const isSaved = await saveNewest.current(value)
      unsaved.current = isSaved ? null : { value }
      setProgress(isSaved ? { kind: 'saved', at: new Date() } : { kind: 'unsaved' })
    }
    return unsaved.current === null
  }

  function start(): Promise<boolean> {
    clearTimeout(timer.current)
    waiting.current ??= unsaved.current
    running.current ??= run().finally(() => {
      running.current = null
    })
    return running.current
  }

  function schedule(milliseconds: number): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void start(), milliseconds)
  }

  const retry = useEffectEvent(() => schedule(retryPause))
  const isUnsaved = progress.kind === 'unsaved'
  useEffect(() => {
    if (isUnsaved && hasFault) retry()
  }, [isUnsaved, hasFault, progress])

  const leave = useEffectEvent(() => {
    clearTimeout(timer.current)
    // What was refused waits for the person; what did not arrive is tried at once.
    if (waiting.current || (unsaved.current && hasFault)) void start()
  })
  async function saveAll(): Promise<boolean> {
    if (running.current) await running.current
    return waiting.current || unsaved.current ? await start() : true
  }

  const saveWithPage = useEffectEvent(saveAll)
  useEffect(() => {
    const hasUnsaved = () => Boolean(waiting.current ?? unsaved.current ?? running.current)
    const endWatch = watchLeaving({ hasUnsaved, hurry: leave, leave, saveWithPage })
    return () => {
      endWatch()
      leave()
    }
  }, [])

  return {
    state: progress.kind === 'unsaved' ? { kind: hasFault ? 'failed' : 'refused' } : progress,
    change(value) {
      waiting.current = { value }
      setProgress({ kind: 'waiting' })
      schedule(pause)
    },
    flush: saveAll,
    forget() {
      clearTimeout(timer.current)
      waiting.current = null
      unsaved.current = null
      setProgress({ kind: 'idle' })
    },
  }
}
