import { useSyncExternalStore } from 'react'

export type Appearance = 'light' | 'dark'

const storageKey = 'placet.appearance'
const listeners = new Set<() => void>()

function stored(): Appearance {
  const kept = localStorage.getItem(storageKey)
  if (kept === 'light' || kept === 'dark') return kept
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Keeps the choice on this device and repaints. */
export function chooseAppearance(appearance: Appearance): void {
  localStorage.setItem(storageKey, appearance)
  for (const listener of listeners) listener()
}

/** Light or dark: what was chosen, else what the device prefers. */
export function useAppearance(): Appearance {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, stored)
}
