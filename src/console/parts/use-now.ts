import { useSyncExternalStore } from 'react'

const everyMs = 30_000
const listeners = new Set<() => void>()
let nowMs = Date.now()

// Whether anybody listens or not: a time that jumped whenever a list opens would have each of its rows made twice.
setInterval(() => {
  nowMs = Date.now()
  for (const tell of listeners) tell()
}, everyMs)

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The present, to the half minute: one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => nowMs)
}
