import { type Funnel, type FunnelEntry, entriesOf as searchedEntries, tieMs } from './funnel.ts'

/**
 * An event as a funnel of the product frame meets it: bit n of `mask` says that it can serve step n, the bits after those of the steps that it is
 * the first, second, ... exclusion. `said` is what it says of a dimension.
 */
export type Mark = { timeMs: number; mask: number; said: string | null }

/** An entry without its event: when it was, how far its path got and whether it may still go on, and what it said. */
export type MarkedEntry = { timeMs: number; furthest: number; immature: boolean; said: string | null }

/** The entries of one unit: those of `entriesOf`, without a search where no event can serve two steps, which is nearly always. */
export function markedEntries(funnel: Funnel, marks: readonly Mark[], knownMs: number): MarkedEntry[] {
  const ofSteps = (1 << funnel.steps.length) - 1
  const isPlain = marks.every(({ mask }) => (mask & ofSteps & ((mask & ofSteps) - 1)) === 0)
  return isPlain ? plainEntries(funnel, marks, knownMs) : searched(funnel, marks, knownMs)
}

/**
 * Where every event serves one step, the earliest event of the next step that is not too early is always the best choice; and a later entry never
 * wants an earlier event than the entry before it, so that each list is gone through once.
 */
function plainEntries({ steps, exclude, windowMs }: Funnel, marks: readonly Mark[], knownMs: number): MarkedEntry[] {
  const sorted = marks.toSorted((one, other) => one.timeMs - other.timeMs)
  const excluding = ((1 << exclude.length) - 1) << steps.length
  const excludedMs = sorted.filter(({ mask }) => (mask & excluding) > 0).map(({ timeMs }) => timeMs)
  const timesMs = steps.map((_, step) => sorted.filter(({ mask }) => (mask & (1 << step)) > 0).map(one => one.timeMs))
  const places = steps.map(() => 0)
  let excludedPlace = 0
  return sorted
    .filter(({ mask }) => (mask & 1) > 0)
    .map(({ timeMs, said }) => {
      while ((excludedMs[excludedPlace] ?? Number.POSITIVE_INFINITY) <= timeMs) excludedPlace++
      const endedMs = excludedMs[excludedPlace] ?? Number.POSITIVE_INFINITY
      const endMs = Math.min(timeMs + windowMs, endedMs)
      let latestMs = timeMs
      let furthest = 1
      for (; furthest < steps.length; furthest++) {
        const times = timesMs[furthest] ?? []
        let place = places[furthest] ?? 0
        while (place < times.length && (times[place] ?? 0) <= latestMs - tieMs) place++
        places[furthest] = place
        const nextMs = times[place] ?? Number.POSITIVE_INFINITY
        if (nextMs >= endMs) break
        if (nextMs > latestMs) latestMs = nextMs
      }
      const open = endedMs === Number.POSITIVE_INFINITY && timeMs + windowMs > knownMs
      return { timeMs, said, furthest, immature: open && furthest < steps.length }
    })
}

function searched(funnel: Funnel, marks: readonly Mark[], knownMs: number): MarkedEntry[] {
  const events = marks.map(mark => ({ ...mark, event: marked, properties: propertiesOf(mark.mask) }))
  return searchedEntries(bitsOf(funnel), events, knownMs).map(
    ({ first: { timeMs, said }, furthest, immature }: FunnelEntry<(typeof events)[number]>) => ({
      timeMs,
      said,
      furthest,
      immature,
    }),
  )
}

const marked = 'marked'

/** The same funnel over marks: a step is taken, and a path excluded, by what has its bit. */
function bitsOf({ steps, exclude, windowMs }: Funnel): Funnel {
  const bit = (place: number) => ({ event: marked, where: { [String(place)]: [true] } })
  return {
    steps: steps.map((_, step) => bit(step)),
    exclude: exclude.map((_, place) => bit(steps.length + place)),
    windowMs,
  }
}

function propertiesOf(mask: number): Record<string, boolean> {
  const properties: Record<string, boolean> = {}
  for (let place = 0; mask >> place > 0; place++) if ((mask >> place) & 1) properties[String(place)] = true
  return properties
}
