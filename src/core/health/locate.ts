import { baselineOf, firstEvent } from './baseline.ts'
import { type EventSeries, windowSum } from './series.ts'
import { segmentIn } from './volume.ts'

const explainedMin = 0.8
/** A segment that holds nearly everything explains nearly everything and says nothing. */
const holdsMax = 0.7

/**
 * Where a deviation of volume sits: greedily, in each dimension the value that explains most of it, as long as that is at
 * least four fifths of the whole deviation and the value usually holds clearly less. Undefined: it is everywhere.
 */
export function locate(series: EventSeries, last: number, width: number): Record<string, string> | undefined {
  const firstKnown = firstEvent(series.valid)
  const whole = baselineOf(series.valid, last, width, firstKnown)
  if (whole === undefined || whole.expected <= 0) return undefined
  const deviation = windowSum(series.valid, last, width) - whole.expected
  const best = new Map<string, { name: string; explained: number }>()
  for (const [name, hours] of series.segments) {
    const baseline = baselineOf(hours, last, width, firstKnown)
    const expected = baseline?.expected ?? 0
    if (expected > holdsMax * whole.expected) continue
    const explained = (windowSum(hours, last, width) - expected) / deviation
    const dimension = name.slice(0, name.indexOf('='))
    if (explained >= explainedMin && explained > (best.get(dimension)?.explained ?? 0))
      best.set(dimension, { name, explained })
  }
  if (best.size === 0) return undefined
  return Object.assign({}, ...[...best.values()].map(({ name }) => segmentIn(name)))
}
