import type { ArmResult, Comparison, MetricResult } from '../../contract/report.ts'
import { intervalText, type Scale, scaleOf } from './metric-scale.ts'
import { count, percent, plural, pValue } from './number-text.ts'
import { reasonText } from './reason-text.ts'
import { aligned, cut, type Paint, tame, wrapped } from './text-layout.ts'

const variantLengthMax = 24
const seColumn = 4

/** The true differences from the control of one metric by variant, where a simulation knows them. */
export type Truth = Readonly<Record<string, number>>

/**
 * Every metric as lines of text: what it is, a row for every arm in columns common to all metrics, and in plain words what each comparison
 * says. Intervals and p values are the adjusted ones; standard errors are shown where there is room for them.
 */
export function metricTexts(
  metrics: readonly MetricResult[],
  paint: Paint,
  width: number,
  provisional: boolean,
  truth: Readonly<Record<string, Truth>> | undefined,
): string[][] {
  const tables = metrics.map(metric => {
    const level = `${Number((100 * (1 - metric.alpha)).toFixed(3))} % interval`
    const last = truth === undefined ? '' : 'truth'
    const header = ['', 'units', 'value', 'difference', 's.e.', 'lift', level, 'adjusted p', last]
    return [header, ...metric.arms.map(arm => row(arm, scaleOf(metric), truth?.[metric.metric]))]
  })
  const lines = fitting(tables.flat(), width - 2)
  let next = 0
  return metrics.map(metric => {
    const [header = '', ...rows] = lines.slice(next, next + 1 + metric.arms.length)
    next += 1 + metric.arms.length
    return [
      title(metric, paint),
      paint.quiet(`  ${header}`),
      ...rows.map(line => `  ${line}`),
      ...metric.arms.flatMap(arm => steps(arm, paint, width)),
      ...left(metric, paint, width),
      ...metric.arms.flatMap(arm => verdict(metric, arm, paint, width, provisional)),
    ]
  })
}

function fitting(rows: readonly (readonly string[])[], width: number): string[] {
  const lines = aligned(rows)
  if (lines.every(line => [...line].length <= width)) return lines
  return aligned(rows.map(cells => cells.filter((_, column) => column !== seColumn)))
}

function title(metric: MetricResult, paint: Paint): string {
  const measure = metric.measure === undefined ? [] : [tame(metric.measure)]
  const capped = typeof metric.cap === 'number' ? [`unit totals capped at ${scaleOf(metric).value(metric.cap)}`] : []
  const late = metric.addedAfterStart ? ['added after the start'] : []
  const notes = [metric.role, ...late, `${metric.better} is better`, ...measure, ...capped]
  return `${paint.strong(tame(metric.name))} ${paint.quiet(`(${notes.join(', ')})`)}`
}

function row(arm: ArmResult, scale: Scale, truth: Truth | undefined): string[] {
  const value = typeof arm.value === 'number' ? scale.value(arm.value) : '-'
  const start = [cut(tame(arm.variant), variantLengthMax), count(arm.units), value]
  const { comparison } = arm
  const expected = truth?.[arm.variant]
  const last = expected === undefined ? '' : scale.difference(expected)
  if (comparison === undefined) return [...start, '', '', '', '', '', last]
  if ('unavailable' in comparison) return [...start, '-', '-', '-', '-', '-', last]
  const { adjusted, relative, difference, se } = comparison
  const lift = 'unavailable' in relative ? '-' : scale.lift(relative.lift)
  const interval = 'unavailable' in adjusted ? '-' : intervalText(...boundsOf(adjusted, scale))
  const p = 'unavailable' in adjusted ? '-' : pValue(adjusted.p)
  return [...start, scale.difference(difference), scale.se(se), lift, interval, p, last]
}

/** The way of one arm through a funnel. */
function steps({ variant, steps: taken }: ArmResult, paint: Paint, width: number): string[] {
  if (taken === undefined) return []
  const parts = taken.map(({ event, units, share }) => {
    const shown = typeof share === 'number' ? ` (${percent(share)})` : ''
    return `${tame(event)} ${count(units)}${shown}`
  })
  const text = `${cut(tame(variant), variantLengthMax)}: ${parts.join(', then ')}`
  return wrapped(text, width, '    ').map(line => `    ${paint.quiet(line.trimStart())}`)
}

/** Units of which more may become known. */
function left({ kind, arms }: MetricResult, paint: Paint, width: number): string[] {
  const units = arms.reduce((sum, { immature = 0 }) => sum + immature, 0)
  if (units === 0) return []
  const fate = kind === 'retention' ? 'left out until the day is over' : 'may still go further'
  return wrapped(`${plural(units, 'unit')} ${fate}`, width, '    ').map(line => `    ${paint.quiet(line.trimStart())}`)
}

/** What a reader may conclude, in words that keep a missing answer apart from the answer that nothing was found. */
function verdict(metric: MetricResult, arm: ArmResult, paint: Paint, width: number, provisional: boolean): string[] {
  const { comparison } = arm
  if (comparison === undefined) return []
  const variant = cut(tame(arm.variant), variantLengthMax)
  const say = (style: (text: string) => string, text: string) =>
    wrapped(`${variant}: ${text}`, width, '    ').map(line => `    ${style(line.trimStart())}`)
  if ('unavailable' in comparison) return say(paint.careful, `not enough data, ${reasonText(comparison.unavailable)}`)
  const { adjusted, relative, difference } = comparison
  if ('unavailable' in adjusted) return say(paint.quiet, reasonText(adjusted.unavailable))
  const few = arm.tooFewForSkewness
  const skewed =
    few === undefined
      ? []
      : say(paint.careful, `few units for so skewed an outcome, ${count(few.needed)} would be safe`)
  const scale = scaleOf(metric)
  const soFar = provisional ? 'so far ' : ''
  const aside =
    'unavailable' in relative
      ? ` (no lift: ${reasonText(relative.unavailable)}; the interval is of the difference)`
      : ''
  const margin = marginText(comparison)
  if (comparison.verdict === 'better' || comparison.verdict === 'worse') {
    const good = comparison.verdict === 'better'
    const style = provisional ? paint.quiet : good ? paint.good : paint.bad
    const which = `${soFar}${difference > 0 ? 'higher' : 'lower'}, which is ${good ? 'better' : 'worse'}`
    return [...say(style, `${which}${margin}${aside}`), ...skewed]
  }
  const [bounds, text] = boundsOf(adjusted, scale)
  const [low, high] = bounds.map(bound => (bound === null ? null : text(bound)))
  const range = `${low ?? 'any loss'} to ${high ?? 'any gain'}`
  return [
    ...say(paint.quiet, `${soFar}no detectable effect; anything from ${range} fits the data${margin}${aside}`),
    ...skewed,
  ]
}

function marginText({ nonInferiority }: Comparison): string {
  if (nonInferiority === undefined || 'unavailable' in nonInferiority) return ''
  const margin = percent(nonInferiority.margin)
  return nonInferiority.passed
    ? `; a loss of ${margin} or more is ruled out`
    : `; a loss of ${margin} or more is not ruled out`
}

// The relative interval where there is one, else that of the difference.
function boundsOf(
  { ci, relative }: Pick<Comparison, 'ci' | 'relative'>,
  scale: Scale,
): [Comparison['ci'], (value: number) => string] {
  return 'unavailable' in relative ? [ci, scale.difference] : [relative.ci, scale.lift]
}
