import { baselineOf, firstEvent, surprise } from './baseline.ts'
import { type Finding, failingBelow, warningBelow } from './finding.ts'
import { dayHours, type EventSeries, windowSum } from './series.ts'
import { count, percent } from './words.ts'

/** Short windows find what is large at once, long ones what is small in time. */
const windowsHours = [1, 2, 3, 8, dayHours, 3 * dayHours]
const effectMin = 0.1
/** One hour is all there is to find a large loss by in time, and the shortest window is the one that knows its own variation best. */
const hourFailingBelow = 3e-4
/** So many expected and none there is an outage, whatever the series usually does. */
const silenceMin = 8
/** A segment is suspected only when the whole is at least that surprising. */
const wholeBelow = 0.02
/** There are many segments, so one has to be more surprising than the whole. */
const segmentBelow = 1e-7

/** Whether as many events arrive as in the same hours of past weeks; windows that reach to `after` or before it are left out. */
export function volumeFinding(series: EventSeries, last: number, after: number): Finding {
  const { valid } = series
  const firstKnown = firstEvent(valid)
  let known = false
  let warning: Finding | undefined
  for (const width of windowsHours) {
    if (last - width < after) break
    const baseline = baselineOf(valid, last, width, firstKnown)
    if (baseline === undefined) continue
    known = true
    const observed = windowSum(valid, last, width)
    const { expected } = baseline
    if (observed === 0 && expected >= silenceMin) return found('failing', width, observed, expected, 'nothing arrives')
    const { lower, upper } = surprise(observed, baseline)
    const chance = Math.min(lower, upper)
    if (Math.abs(observed - expected) >= effectMin * expected) {
      if (chance < (width === 1 ? hourFailingBelow : failingBelow)) return found('failing', width, observed, expected)
      if (chance < warningBelow) warning ??= found('warning', width, observed, expected)
    }
    if (chance < wholeBelow) {
      const segment = failingSegment(series, last, width, firstKnown, lower < upper)
      if (segment !== undefined) return segment
    }
  }
  if (warning !== undefined) return warning
  const observed = windowSum(valid, last, 1)
  if (!known)
    return {
      check: 'volume',
      status: 'unknown',
      detail: 'less than three days are known',
      windowHours: 1,
      observed,
      expected: 0,
    }
  return {
    check: 'volume',
    status: 'ok',
    detail: 'as many as in past weeks',
    windowHours: 1,
    observed,
    expected: observed,
  }
}

function found(
  status: 'failing' | 'warning',
  width: number,
  observed: number,
  expected: number,
  what?: string,
): Finding {
  const words =
    what ?? `${percent(Math.abs(observed / expected - 1))} ${observed < expected ? 'less' : 'more'} than in past weeks`
  const detail = `${words}: ${count(observed)} in ${width} h, expected ${count(expected)}`
  return { check: 'volume', status, detail, windowHours: width, observed, expected }
}

/** A segment in which much is wrong although the whole only looks odd, in the same direction. */
function failingSegment(
  series: EventSeries,
  last: number,
  width: number,
  firstKnown: number,
  fewer: boolean,
): Finding | undefined {
  for (const [name, hours] of series.segments) {
    const baseline = baselineOf(hours, last, width, firstKnown)
    if (baseline === undefined || baseline.expected < silenceMin) continue
    const observed = windowSum(hours, last, width)
    const { lower, upper } = surprise(observed, baseline)
    if ((fewer ? lower : upper) >= segmentBelow || Math.abs(observed / baseline.expected - 1) < 2 * effectMin) continue
    const finding = found('failing', width, observed, baseline.expected)
    return { ...finding, detail: `${name}: ${finding.detail}`, segment: segmentIn(name) }
  }
  return undefined
}

/** The parts of a segment's name. */
export function segmentIn(name: string): Record<string, string> {
  const [dimension = '', ...value] = name.split('=')
  return { [dimension]: value.join('=') }
}
