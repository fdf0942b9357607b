/** Someone who evaluates: one flag for one user, by their places in the case. */
export type Contestant = {
  name: string
  keys: readonly string[]
  work: (flag: string, user: number) => boolean
  /** Instead of `work`, where a call answers later. */
  later?: (flag: string, user: number) => Promise<boolean>
  close?: () => void
}

const rounds = 7
const roundMs = 60
const batchSize = 1000

/**
 * CPU nanoseconds of this thread for one call, the median of interleaved rounds: contestants take turns, so that whatever
 * else the machine does falls on all of them alike.
 */
export async function measure(contestants: readonly Contestant[], userCount: number): Promise<Map<string, number>> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      const nanoseconds = await measureOnce(contestant, userCount)
      // The first round warms up.
      if (round > 0) samples.get(contestant.name)?.push(nanoseconds)
    }
  }
  return new Map(Array.from(samples, ([name, all]) => [name, median(all)]))
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

async function measureOnce({ name, keys, work, later }: Contestant, userCount: number): Promise<number> {
  let calls = 0
  let served = 0
  let elapsedMs = 0
  const place = { key: 0, user: 0 }
  const start = process.threadCpuUsage()
  while (elapsedMs < roundMs) {
    served +=
      later === undefined ? batch(work, keys, userCount, place) : await batchLater(later, keys, userCount, place)
    calls += batchSize
    const { user, system } = process.threadCpuUsage(start)
    elapsedMs = (user + system) / 1000
  }
  // A contestant that does not split half and half does not do the work.
  if (served < calls * 0.4 || served > calls * 0.6) throw new Error(`${name} serves ${served} of ${calls}`)
  return (elapsedMs * 1e6) / calls
}

type Place = { key: number; user: number }

function batch(work: Contestant['work'], keys: readonly string[], userCount: number, place: Place): number {
  let { key, user } = place
  let served = 0
  for (let i = 0; i < batchSize; i++) {
    if (work(keys[key] ?? '', user)) served++
    // A division a call would cost a tenth of what is measured.
    if (++key === keys.length) key = 0
    if (++user === userCount) user = 0
  }
  place.key = key
  place.user = user
  return served
}

async function batchLater(
  work: NonNullable<Contestant['later']>,
  keys: readonly string[],
  userCount: number,
  place: Place,
): Promise<number> {
  let served = 0
  for (let i = 0; i < batchSize; i++) {
    if (await work(keys[place.key] ?? '', place.user)) served++
    place.key = (place.key + 1) % keys.length
    place.user = (place.user + 1) % userCount
  }
  return served
}
