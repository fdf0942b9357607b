import type { BucketSize, QueryAnswer, QuerySegment } from '../../contract/query.ts'
import { calendarOf } from '../metrics/product-calendar.ts'
import { count, decimalsFor, fixed, percent } from './number-text.ts'
import { aligned, cut, type Paint, paintOf, tame, wrapped } from './text-layout.ts'

const width = 110
const segmentWidth = 32

/** The answer to a query as people read it in a terminal: a table with a row for each bucket and segment, health and hints around it. */
export function queryText(answer: QueryAnswer, { colour }: { colour: boolean }): string {
  const paint = paintOf(colour)
  const notes = answer.hints.flatMap(hint => wrapped(hint, width))
  const blocks = [heading(answer, paint), health(answer, paint), table(answer, paint), notes.map(paint.quiet)]
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

function heading(answer: QueryAnswer, paint: Paint): string[] {
  const facts = [
    answer.metric,
    answer.kind,
    answer.environment,
    answer.timeZone,
    `definition ${answer.definitionVersion}`,
  ]
  return [
    paint.strong(tame(answer.name)),
    ...wrapped(tame(answer.population), width),
    ...wrapped(facts.join(' · '), width).map(paint.quiet),
  ]
}

/** What is wrong with the events beneath, if anything is. */
function health({ health: beneath }: QueryAnswer, paint: Paint): string[] {
  const style = { ok: paint.good, warning: paint.careful, failing: paint.bad, unknown: paint.quiet }
  return beneath
    .filter(({ status }) => status === 'warning' || status === 'failing')
    .flatMap(({ event, status, detail }) => wrapped(tame(`${event} is ${status}: ${detail}`), width).map(style[status]))
}

function table(answer: QueryAnswer, paint: Paint): string[] {
  const { buckets, kind, measure, dimension } = answer
  const segments = buckets.flatMap(bucket => bucket.segments)
  const steps = segments.find(one => one.steps !== undefined)?.steps ?? []
  const hasImmature = segments.some(({ immature }) => (immature ?? 0) > 0)
  const text = valueText(kind, segments)
  const labelOf = bucketLabel(answer.bucket, answer.timeZone)
  const head = [
    answer.bucket,
    ...(dimension === undefined ? [] : [tame(dimension)]),
    'units',
    measure === undefined || isShare(kind) ? 'value' : tame(measure),
    ...steps.slice(1, -1).map(({ step }) => step),
    ...(hasImmature ? ['time left'] : []),
  ]
  const rows = buckets.flatMap(({ start, partial, segments: own }) =>
    own.map((segment, place) => [
      place === 0 ? `${labelOf(Date.parse(start))}${partial === true ? ' *' : ''}` : '',
      ...(dimension === undefined ? [] : [cut(tame(segment.segment ?? ''), segmentWidth)]),
      count(segment.units),
      text(segment.value),
      ...steps.slice(1, -1).map((_, step) => {
        const share = segment.steps?.[step + 1]?.share
        return typeof share === 'number' ? percent(share) : '-'
      }),
      ...(hasImmature ? [count(segment.immature ?? 0)] : []),
    ]),
  )
  const [first = '', ...lines] = aligned([head, ...rows])
  const isCut = buckets.some(({ partial }) => partial === true)
  return [paint.quiet(first), ...lines, ...(isCut ? [paint.quiet('* not a whole one')] : [])]
}

/** When a bucket begins, as the clocks of its time zone show it; hours with the difference to UTC, which tells repeated ones apart. */
export function bucketLabel(size: BucketSize, timeZone: string): (ms: number) => string {
  const calendar = calendarOf(timeZone)
  return ms => {
    const wallMs = calendar?.wallOf(ms) ?? ms
    const text = new Date(wallMs).toISOString()
    if (size === 'month') return text.slice(0, 7)
    if (size !== 'hour') return text.slice(0, 10)
    const minutes = Math.round(Math.abs(wallMs - ms) / 60_000)
    const two = (value: number) => String(value).padStart(2, '0')
    return `${text.slice(0, 10)} ${text.slice(11, 16)} ${wallMs < ms ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  }
}

function isShare(kind: string): boolean {
  return kind === 'proportion' || kind === 'funnel' || kind === 'retention'
}

/** The same decimals in all rows: four digits of the smallest value. */
function valueText(kind: string, segments: readonly QuerySegment[]): (value: QuerySegment['value']) => string {
  const factor = isShare(kind) ? 100 : 1
  const values = segments.flatMap(({ value }) => (typeof value === 'number' && value !== 0 ? [Math.abs(value)] : []))
  const isWhole = factor === 1 && values.every(Number.isInteger)
  const decimals = isWhole || values.length === 0 ? 0 : Math.min(4, decimalsFor((factor * Math.min(...values)) / 10))
  return value =>
    typeof value === 'number'
      ? `${fixed(factor * value, decimals)}${factor === 100 ? ' %' : ''}`
      : value.unavailable.replaceAll('-', ' ')
}
