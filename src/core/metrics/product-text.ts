import type { MetricFormula } from '../../contract/metric.ts'
import type { Population } from '../../contract/query.ts'

/** Whose numbers a question is about, in words; `phase` is that of the population's experiment. */
export function populationText(
  formula: MetricFormula,
  unit: string,
  population: Population | undefined,
  phase: number | undefined,
): string {
  const units = `units (${unit})`
  if (population !== undefined && 'experiment' in population) {
    const who = population.variant === undefined ? 'in one variant' : `in the variant ${population.variant} only`
    return `${units} of the experiment ${population.experiment}, phase ${phase}, ${who}, by their first exposure; outcomes count as in its report`
  }
  const kept = Object.entries(population?.where ?? {}).map(([name, values]) => `${name} ${values.join(' or ')}`)
  const event = population === undefined ? undefined : [population.event, ...kept].join(' with ')
  const narrowed = event === undefined ? '' : `, and with ${event} in it`
  if (formula.kind === 'active') {
    const days = formula.days === 1 ? 'day' : `${formula.days} days`
    return `${units} with ${formula.event ?? 'any event'} in the ${days} up to the end of the bucket`
  }
  if (formula.kind === 'funnel') return `${units} that took the first step in the bucket${narrowed}`
  if (formula.kind === 'retention') {
    const start = (formula.start ?? formula).event
    return `${units} with ${start} in the bucket, from their first one in it on${narrowed}`
  }
  return `${units} with ${event ?? 'any event'} in the bucket`
}
