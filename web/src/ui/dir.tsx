import type { ReactNode } from 'react'

/** Mirrors an icon that points somewhere (arrow, chevron) in languages that run from right to left. */
export function Dir({ children }: { children: ReactNode }) {
  return <span className="ui-dir">{children}</span>
}
