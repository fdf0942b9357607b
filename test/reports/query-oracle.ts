/** An event as these tests send it. */
export type Sent = { event: string; timeMs: number; user: string; country?: string; amount?: number; plan?: string }

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** What calendars on the wall say: found by formatting, without any arithmetic on offsets. */
export function dateIn(timeZone: string, ms: number): string {
  const known = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, known)
  return known.format(ms)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A date so many days later. */
export function later(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** The name of the bucket of a moment. */
export function bucketIn(timeZone: string, size: string, ms: number): string {
  const date = dateIn(timeZone, ms)
  if (size === 'day') return date
  if (size === 'month') return date.slice(0, 7)
  if (size === 'week') return later(date, -((new Date(date).getUTCDay() + 6) % 7))
  // The short name of the offset tells the two hours of autumn apart.
  const hour = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', timeZoneName: 'longOffset' })
  return size === 'hour' ? `${date} ${hour.format(ms)}` : 'all'
}

/** Who did something in the days up to a date. */
export function activeOracle(events: readonly Sent[], timeZone: string, date: string, days: number): number {
  const seen = new Set<string>()
  for (const { timeMs, user } of events) {
    const on = dateIn(timeZone, timeMs)
    if (on > later(date, -days) && on <= date) seen.add(user)
  }
  return seen.size
}

/** The retention of every bucket that has starts, as [units, mature, returned]. */
export function retentionOracle(
  events: readonly Sent[],
  bucketOf: (ms: number) => string,
  asked: { start: string; back: string; day: number; nowMs: number },
): Map<string, [number, number, number]> {
  const result = new Map<string, [number, number, number]>()
  const starts = new Map<string, number>()
  for (const { event, user, timeMs } of events) {
    if (event !== asked.start) continue
    const key = `${bucketOf(timeMs)}|${user}`
    starts.set(key, Math.min(starts.get(key) ?? Number.POSITIVE_INFINITY, timeMs))
  }
  for (const [key, startMs] of starts) {
    const [bucket = '', user = ''] = key.split('|')
    const counts = result.get(bucket) ?? [0, 0, 0]
    result.set(bucket, counts)
    counts[0]++
    if (startMs + (asked.day + 1) * dayMs > asked.nowMs) continue
    counts[1]++
    const came = events.some(one => {
      const age = Math.floor((one.timeMs - startMs) / dayMs)
      return one.user === user && one.event === asked.back && age === asked.day && one.timeMs >= startMs
    })
    if (came) counts[2]++
  }
  return result
}

/** How far each unit of every bucket got, by trying every choice of events: by bucket, how many took at least each step. */
export function funnelOracle(
  events: readonly Sent[],
  bucketOf: (ms: number) => string,
  asked: { steps: string[]; exclude: string[]; windowMs: number },
): Map<string, number[]> {
  const best = new Map<string, number>()
  for (const user of new Set(events.map(one => one.user))) {
    const own = events.filter(one => one.user === user)
    for (const [place, entry] of own.entries()) {
      if (entry.event !== asked.steps[0]) continue
      const after = own.filter(one => asked.exclude.includes(one.event) && one.timeMs > entry.timeMs)
      const endMs = Math.min(entry.timeMs + asked.windowMs, ...after.map(one => one.timeMs))
      const furthest = tryAll(own, asked.steps, 1, new Set([place]), endMs)
      const key = `${bucketOf(entry.timeMs)}|${user}`
      best.set(key, Math.max(best.get(key) ?? 0, furthest))
    }
  }
  const result = new Map<string, number[]>()
  for (const [key, furthest] of best) {
    const [bucket = ''] = key.split('|')
    const counts = result.get(bucket) ?? asked.steps.map(() => 0)
    result.set(bucket, counts)
    for (let step = 0; step < furthest; step++) counts[step] = (counts[step] ?? 0) + 1
  }
  return result
}

function tryAll(own: readonly Sent[], steps: string[], step: number, used: ReadonlySet<number>, endMs: number): number {
  let furthest = step
  if (step === steps.length) return furthest
  const latestMs = Math.max(...[...used].map(place => own[place]?.timeMs ?? 0))
  for (const [place, { event, timeMs }] of own.entries()) {
    // Up to two seconds early is still in order.
    if (used.has(place) || event !== steps[step] || timeMs <= latestMs - 2000 || timeMs >= endMs) continue
    furthest = Math.max(furthest, tryAll(own, steps, step + 1, new Set([...used, place]), endMs))
  }
  return furthest
}
