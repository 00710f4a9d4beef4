import { Trans } from '@lingui/react/macro'
import { useSyncExternalStore } from 'react'

function listen(change: () => void): () => void {
  addEventListener('online', change)
  addEventListener('offline', change)
  return () => {
    removeEventListener('online', change)
    removeEventListener('offline', change)
  }
}

/** Stays on top while the device has no connection. */
export function OfflineBar() {
  const online = useSyncExternalStore(listen, () => navigator.onLine)
  return (
    <div role="alert" className={online ? 'ui-offline ui-offline--none' : 'ui-offline'}>
      {online ? null : <Trans>You are offline. Your answers are kept on this page until they can be sent.</Trans>}
    </div>
  )
}
