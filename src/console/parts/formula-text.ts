import type { MetricFormula, Occurrence, Total, Where } from '../../contract/metric.ts'

/** What a metric computes, as one sentence for people. */
export function formulaText(formula: MetricFormula): string {
  switch (formula.kind) {
    case 'proportion':
      return `Share of units with at least one ${occurrenceText(formula)}.`
    case 'mean':
      return `${totalText(formula.total)} per unit${capText(formula.cap)}.`
    case 'ratio':
      return `${totalText(formula.numerator)}, divided by ${lower(totalText(formula.denominator))}.`
    case 'funnel':
      return `Share of units that take ${formula.steps.map(occurrenceText).join(', then ')} within ${days(formula.windowDays)}${excludeText(formula.exclude)}.`
    case 'retention':
      return `Share of units with ${occurrenceText(formula)} on day ${formula.day} after ${formula.start === undefined ? 'their first one' : `their first ${occurrenceText(formula.start)}`}.`
    case 'quantile':
      return formula.level === 'event'
        ? `${rankText(formula.q)} of ${formula.event}.${formula.property}${whereText(formula.where)}, over all events.`
        : `${rankText(formula.q)} of the units’ sums of ${formula.event}.${formula.property}${whereText(formula.where)}.`
    case 'active':
      return `Number of units with ${formula.event === undefined ? 'any event' : occurrenceText({ ...formula, event: formula.event })} in the ${formula.days === 1 ? 'day' : days(formula.days)} up to the end of a bucket.`
  }
}

/** What is added up, as it stands in a sentence. */
export function totalText({ event, property, where }: Total): string {
  return property === undefined
    ? `Number of ${event}${whereText(where)}`
    : `Sum of ${event}.${property}${whereText(where)}`
}

/** An event, with the values it is narrowed to. */
export function occurrenceText({ event, where }: Occurrence): string {
  return `${event}${whereText(where)}`
}

function whereText(where: Where | undefined): string {
  const kept = Object.entries(where ?? {}).map(([name, values]) => `${name} is ${values.join(' or ')}`)
  return kept.length === 0 ? '' : ` (where ${kept.join(' and ')})`
}

function capText(cap: number | undefined): string {
  return cap === undefined ? '' : `, the totals of single units capped at their ${lower(rankText(cap))}`
}

function excludeText(exclude: readonly Occurrence[] | undefined): string {
  const named = (exclude ?? []).map(occurrenceText)
  return named.length === 0 ? '' : `; ${named.join(' or ')} in between ends the path`
}

function rankText(q: number): string {
  const rank = Number((q * 100).toFixed(4))
  if (rank === 50) return 'Median'
  const last = Number.isInteger(rank) ? rank % 10 : 0
  const teen = rank >= 11 && rank <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][last] ?? 'th')
  return `${rank}${ending} percentile`
}

function days(count: number): string {
  if (count < 1) return hours(count * 24)
  return count === 1 ? '1 day' : `${Number(count.toFixed(3))} days`
}

function hours(count: number): string {
  if (count < 1) return `${Number((count * 60).toFixed(1))} minutes`
  return count === 1 ? '1 hour' : `${Number(count.toFixed(2))} hours`
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
