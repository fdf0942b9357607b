/** Holds guesses to a rate nobody gets anywhere with. */
export type Throttle = {
  /** Takes an attempt: 0, or how many seconds to wait for the next one. */
  take(key: string): number
  /** Gives back an attempt that was no wrong guess. */
  giveBack(key: string): void
}

/** `burst` attempts at once, then one each `everySeconds`, for each key. The keys tried last are remembered, `keysMax` of them. */
export function createThrottle(options: {
  burst: number
  everySeconds: number
  keysMax: number
  now(): number
}): Throttle {
  const { burst, everySeconds, keysMax, now } = options
  const everyMs = everySeconds * 1000
  // When the last attempt of a key is forgiven, every one taking its time in turn.
  const forgivenMs = new Map<string, number>()

  function keep(key: string, atMs: number): void {
    // Taken out first, so that the map stays in order of use.
    forgivenMs.delete(key)
    if (atMs > now()) forgivenMs.set(key, atMs)
    const [oldest] = forgivenMs.keys()
    if (forgivenMs.size > keysMax && oldest !== undefined) forgivenMs.delete(oldest)
  }

  return {
    take(key) {
      const nowMs = now()
      const atMs = Math.max(nowMs, forgivenMs.get(key) ?? nowMs) + everyMs
      const waitMs = atMs - nowMs - burst * everyMs
      if (waitMs > 0) return Math.ceil(waitMs / 1000)
      keep(key, atMs)
      return 0
    },
    giveBack(key) {
      keep(key, (forgivenMs.get(key) ?? 0) - everyMs)
    },
  }
}
