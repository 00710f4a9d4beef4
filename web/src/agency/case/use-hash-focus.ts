import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { focusById } from '../../ui/error-summary-form.tsx'

/** Leads the focus to the control that the address names after `#`, as a link from a list of reasons does. */
export function useHashFocus(): void {
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash !== '') focusById(decodeURIComponent(hash.slice(1)))
  }, [hash, key])
}
