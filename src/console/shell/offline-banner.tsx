import { type ReactElement, useSyncExternalStore } from 'react'
import classes from './offline-banner.module.css'

function watchConnection(changed: () => void): () => void {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

/** Says that the browser is offline, for as long as it is. */
export function OfflineBanner(): ReactElement {
  const online = useSyncExternalStore(watchConnection, () => navigator.onLine)
  return (
    <div role="status">
      {!online && (
        <p className={classes.banner}>
          You are offline. What you see may be old, and nothing can be saved until you are back.
        </p>
      )}
    </div>
  )
}
