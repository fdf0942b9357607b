import type { MetricFormula, Occurrence } from '../../contract/metric.ts'
import { isOccurrence, type Matchable } from './match.ts'

/** Steps to be taken in order, all within `windowMs` of the first one, with no event of `exclude` on the way. */
export type Funnel = { steps: readonly Occurrence[]; exclude: readonly Occurrence[]; windowMs: number }

/** An event of a unit, as a funnel sees it. */
export type FunnelEvent = Matchable & { timeMs: number }

/** One start of a path: the event of step 1, how many steps the path that went furthest from it took, and whether it may still go on. */
export type FunnelEntry<Event extends FunnelEvent> = { first: Event; furthest: number; immature: boolean }

/** Events closer than this are simultaneous: clocks of clients and servers do not agree on their order. */
export const tieMs = 2_000

const dayMs = 86_400_000

/** The funnel a formula defines. */
export function funnelOf({ steps, exclude = [], windowDays }: Extract<MetricFormula, { kind: 'funnel' }>): Funnel {
  return { steps, exclude, windowMs: Math.ceil(windowDays * dayMs) }
}

/**
 * The entries of one unit: one for every event of step 1, in order of time, whatever other entries used. `untilMs` is where knowledge ends.
 *
 * A path from an entry gives each of the steps 1 to k an event of its own. It goes furthest when no other choice of events has a larger k.
 * 1. Order: an event is later than, or closer than `tieMs` to, every event of an earlier step.
 * 2. Window: every event is less than `windowMs` after the entry.
 * 3. No event serves two steps of a path. Paths of different entries may share events.
 * 4. Exclusion: nothing counts from the first excluded event after the entry on, that moment included. One at the moment of the entry does nothing.
 * 5. An entry is immature while its path is not complete, no exclusion ended it, and its window ends after `untilMs`.
 */
export function entriesOf<Event extends FunnelEvent>(
  { steps, exclude, windowMs }: Funnel,
  events: readonly Event[],
  untilMs: number,
): FunnelEntry<Event>[] {
  const marks = events
    .map(event => ({ event, timeMs: event.timeMs, steps: stepsOf(steps, event) }))
    .filter(mark => mark.steps.length > 0)
    .sort((one, other) => one.timeMs - other.timeMs)
    .map((mark, place) => ({ ...mark, place }))
  const kinds = [...Map.groupBy(marks, mark => mark.steps.join()).values()]
  const endsMs = events
    .filter(event => exclude.some(excluded => isOccurrence(excluded, event)))
    .map(event => event.timeMs)
    .sort((one, other) => one - other)
  return marks
    .filter(mark => mark.steps.includes(0))
    .map(first => {
      const windowEndMs = first.timeMs + windowMs
      const endedMs = endsMs.find(timeMs => timeMs > first.timeMs)
      const furthest = furthestFrom(first, kinds, steps.length, Math.min(windowEndMs, endedMs ?? windowEndMs))
      const open = endedMs === undefined && windowEndMs > untilMs
      return { first: first.event, furthest, immature: open && furthest < steps.length }
    })
}

/** What the entries of a unit come to: its furthest path, which is immature while a later event could still take any of them further. */
export function furthestOf(
  { steps }: Funnel,
  entries: readonly Pick<FunnelEntry<FunnelEvent>, 'furthest' | 'immature'>[],
): { furthest: number; immature: boolean } {
  const furthest = Math.max(0, ...entries.map(entry => entry.furthest))
  return { furthest, immature: furthest < steps.length && entries.some(entry => entry.immature) }
}

/** An event with the steps it can serve, counted from 0, and its place in the order of time. */
type Mark = { timeMs: number; steps: readonly number[]; place: number }

/** The end of a path: the time of its latest event, and those of its events that lie so late that a further step could want them again. */
type PathEnd = { latestMs: number; used: readonly Mark[] }

/**
 * How many steps the furthest path from an entry takes. Of events that can serve the same steps the earliest one left is never a worse
 * choice than a later one, for it leaves more of what follows; so only the choice between events that can serve different steps is tried.
 */
function furthestFrom(first: Mark, kinds: readonly (readonly Mark[])[], steps: number, endMs: number): number {
  let paths: PathEnd[] = [{ latestMs: first.timeMs, used: [first] }]
  for (let step = 1; step < steps; step++) {
    const longer = new Map<string, PathEnd>()
    for (const { latestMs, used } of paths) {
      for (const kind of kinds) {
        const found = kind[0]?.steps.includes(step) ? earliest(kind, latestMs - tieMs, used) : undefined
        if (found === undefined || found.timeMs >= endMs) continue
        const end = Math.max(latestMs, found.timeMs)
        const recent = [...used, found].filter(one => one.timeMs > end - tieMs)
        longer.set(`${end} ${recent.map(({ place }) => place).sort()}`, { latestMs: end, used: recent })
      }
    }
    if (longer.size === 0) return step
    paths = [...longer.values()]
  }
  return steps
}

/** The first event of a kind after a moment that the path has not used. */
function earliest(kind: readonly Mark[], afterMs: number, used: readonly Mark[]): Mark | undefined {
  let [low, high] = [0, kind.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((kind[middle]?.timeMs ?? 0) > afterMs) high = middle
    else low = middle + 1
  }
  while (used.some(({ place }) => place === kind[low]?.place)) low++
  return kind[low]
}

function stepsOf(steps: Funnel['steps'], event: FunnelEvent): number[] {
  return steps.flatMap((step, index) => (isOccurrence(step, event) ? [index] : []))
}
