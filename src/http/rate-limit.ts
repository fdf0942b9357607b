/** Tells how many seconds a key has to wait, 0 when it may go on. */
export type RateLimit = (key: string) => number

/** A token bucket per key: `burst` requests at once, `perSecond` on average. Buckets that are full again are forgotten. */
export function rateLimit(options: {
  perSecond: number
  burst: number
  keysMax: number
  now: () => number
}): RateLimit {
  const { perSecond, burst, keysMax, now } = options
  const buckets = new Map<string, { left: number; atMs: number }>()
  return key => {
    const nowMs = now()
    let bucket = buckets.get(key)
    if (!bucket) {
      if (buckets.size >= keysMax) forgetFull(nowMs)
      bucket = { left: burst, atMs: nowMs }
      buckets.set(key, bucket)
    }
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond)
    bucket.atMs = nowMs
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond))
    bucket.left -= 1
    return 0
  }

  function forgetFull(nowMs: number): void {
    const fullAfterMs = (burst / perSecond) * 1000
    for (const [key, bucket] of buckets) if (nowMs - bucket.atMs >= fullAfterMs) buckets.delete(key)
  }
}
