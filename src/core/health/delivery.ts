import type { Finding } from './finding.ts'
import { type DeliverySeries, dayHours, type Hours, windowSum } from './series.ts'
import { shareFinding } from './share.ts'
import { segmentIn } from './volume.ts'
import { count } from './words.ts'

const words = 'of what was sent did not arrive'
/** There are many segments, so one has to be more surprising than the whole. */
const segmentBelow = 1e-7

/**
 * Whether more is lost between senders and here than in the four weeks before, as the gaps in the numbers of their events
 * show: as a whole, or from one platform or version. Says also what senders gave up themselves.
 */
export function sequenceFinding(series: DeliverySeries, last: number, after: number): Finding {
  const { expected, arrived } = series
  const whole = shareFinding('sequence', missing(expected, arrived), expected, last, after, words)
  const found = whole.status === 'failing' ? located(series, last, whole) : (inSegment(series, last, after) ?? whole)
  const gone = windowSum(missing(expected, arrived), last, found.windowHours)
  const dropped = Math.min(gone, windowSum(series.dropped, last, found.windowHours))
  if (found.status === 'unknown' && windowSum(expected, last, dayHours) === 0)
    return { ...found, detail: 'no event in the last 24 h was numbered by its sender' }
  const reported =
    dropped === 0 ? '' : `; senders say they gave up ${count(dropped)} of these ${count(gone)} themselves`
  return { ...found, detail: `${found.detail}${reported}` }
}

/** What is missing in each hour; less than none where something arrived an hour after its successors. */
function missing(expected: Hours, arrived: Hours): Float64Array {
  return Float64Array.from(expected, (events, hour) => events - (arrived[hour] ?? 0))
}

/** Adds where most of what is missing comes from, unless nearly everything does. */
function located({ segments, expected, arrived }: DeliverySeries, last: number, finding: Finding): Finding {
  const { windowHours } = finding
  const sum = (hours: Hours) => windowSum(hours, last, windowHours)
  const gone = sum(expected) - sum(arrived)
  for (const [name, part] of segments) {
    if (sum(part.expected) > holdsMax * sum(expected)) continue
    if (sum(part.expected) - sum(part.arrived) >= explainedMin * gone) return { ...finding, segment: segmentIn(name) }
  }
  return finding
}

const explainedMin = 0.8
const holdsMax = 0.7

function inSegment({ segments }: DeliverySeries, last: number, after: number): Finding | undefined {
  for (const [name, { expected, arrived }] of segments) {
    const gone = missing(expected, arrived)
    const finding = shareFinding('sequence', gone, expected, last, after, words, undefined, segmentBelow)
    if (finding.status !== 'failing') continue
    return { ...finding, detail: `${name}: ${finding.detail}`, segment: segmentIn(name) }
  }
  return undefined
}
