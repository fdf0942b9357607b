import type { Metric } from '../contract/metric.ts'
import type { Population } from '../contract/query.ts'
import { type Dimension, planOf } from '../core/metrics/plan.ts'
import type { Bucket } from '../core/metrics/product-calendar.ts'
import { inOrder } from '../core/metrics/product-cells.ts'
import { enteredIn, experimentCell } from '../core/metrics/product-experiment.ts'
import type { ProductAnswer, ProductDimension } from '../core/metrics/product-plan.ts'
import { problem } from '../http/problem.ts'
import type { EventStore } from '../store/events/event-store.ts'
import { invalid } from './query-reading.ts'
import type { Asked } from './source.ts'

/** Each bucket of an experiment is a question of its own to the event store. */
const bucketsMax = 100

/** What is asked of an experiment's units. */
export type ExperimentQuestion = {
  population: Extract<Population, { experiment: string }>
  metric: Metric
  buckets: readonly Bucket[]
  untilMs: number
  dimension: ProductDimension | null
}

/** A metric of an experiment's units by the bucket of their first exposure, through the very plan its report is made of. */
export async function experimentCells(
  events: EventStore,
  { project, experiment, phase }: Asked,
  { population, metric, buckets, untilMs, dimension }: ExperimentQuestion,
): Promise<ProductAnswer> {
  const { kind } = metric.formula
  if (kind === 'active')
    throw invalid([{ path: '/metric', message: 'active units belong to calendar days, not to an experiment' }], {
      hint: 'Ask for a proportion of the event, or leave out the population.',
    })
  if (buckets.length > bucketsMax)
    throw invalid(
      [{ path: '/bucket', message: `at most ${bucketsMax} buckets of an experiment can be asked at once` }],
      {
        hint: 'Use larger buckets, or a shorter time.',
      },
    )
  if (dimension !== null && buckets.length > 1)
    throw invalid([{ path: '/dimension', message: 'an experiment is broken down as a whole' }], {
      hint: 'Use the bucket all, or leave out the dimension.',
    })
  const plan = { ...planOf(project, experiment, phase, [metric], untilMs), prePeriodMs: 0 }
  const arm = population.variant === undefined ? undefined : plan.variants.indexOf(population.variant)
  if (arm === -1)
    throw invalid(
      [{ path: '/population/variant', message: `phase ${phase.number} has no variant ${population.variant}` }],
      {
        hint: `Its variants are ${plan.variants.join(', ')}.`,
      },
    )
  const cells: ProductAnswer = []
  for (const [place, bucket] of buckets.entries()) {
    const entered = enteredIn(bucket, plan.fromMs, plan.untilMs)
    if (entered === undefined) continue
    const own = { ...plan, ...entered }
    if (dimension === null) cells.push(experimentCell(await events.analyse(own), kind, arm, place, null))
    else
      for (const { segment, answer } of await events.analyseBy(own, before(dimension)))
        cells.push(experimentCell(answer, kind, arm, place, segment))
  }
  return inOrder(cells)
}

/** What veils a report veils everything that is taken from it. */
export function requireUnveiled(veiled: { reason: string } | undefined): void {
  if (veiled === undefined) return
  throw problem('not-allowed-now', {
    errors: [{ path: '/population/experiment', message: `the numbers are veiled: ${veiled.reason}` }],
  })
}

function before(dimension: ProductDimension): Dimension {
  return dimension.kind === 'context' ? dimension : { ...dimension, measured: 'before' }
}
