import type { Arm, PlanAnswer } from './plan.ts'
import type { Bucket } from './product-calendar.ts'
import { share } from './product-cells.ts'
import type { ProductCell } from './product-plan.ts'

/**
 * The one metric of an experiment's answer as a cell, with the numbers of the report: of one arm by its place, or of all arms together. A
 * quantile of several arms cannot be had from their quantiles, so it has no value.
 */
export function experimentCell(
  answer: PlanAnswer,
  kind: string,
  arm: number | undefined,
  bucket: number,
  segment: string | null,
): ProductCell {
  const places = answer.units.map((_, place) => place).filter(place => arm === undefined || place === arm)
  const arms = places.flatMap(place => answer.metrics[0]?.arms[place] ?? [])
  const units = places.reduce((sum, place) => sum + (answer.units[place] ?? 0), 0)
  const steps = arms[0]?.steps?.map((_, step) => arms.reduce((sum, one) => sum + (one.steps?.[step] ?? 0), 0)) ?? null
  const timed = arms.some(one => one.immature !== undefined)
  const immature = timed ? arms.reduce((sum, one) => sum + (one.immature ?? 0), 0) : null
  const cell = { bucket, segment, units, value: null, numerator: null, denominator: null, immature, steps }
  const [only] = arms
  if (kind === 'quantile') {
    if (arms.length !== 1) return cell
    return { ...cell, value: only?.order?.value ?? null, denominator: only?.order?.n ?? 0 }
  }
  const numerator = arms.reduce((sum, one) => sum + total(one, 0), 0)
  const denominator = arms.reduce((sum, one) => sum + (kind === 'ratio' ? total(one, 1) : one.n), 0)
  const shared = share(cell, counted(kind, numerator), denominator)
  // A mean times the units and divided by them again is not always the same number.
  return arms.length === 1 && only !== undefined ? { ...shared, value: meanOf(only, kind) ?? shared.value } : shared
}

/** The bucket a phase and a calendar have in common, undefined when they have none. */
export function enteredIn({ startMs, endMs }: Bucket, fromMs: number, untilMs: number) {
  const [from, until] = [Math.max(startMs, fromMs), Math.min(endMs, untilMs)]
  return from < until ? { fromMs: from, enteredUntilMs: until } : undefined
}

function meanOf({ n, means: [y = 0, z = 0] }: Arm, kind: string): number | undefined {
  if (n === 0) return undefined
  if (kind !== 'ratio') return y
  return z === 0 ? undefined : y / z
}

function total({ n, means }: Arm, column: number): number {
  return (means[column] ?? 0) * n
}

/** How many units did it is a whole number, whatever multiplying made of it. */
function counted(kind: string, numerator: number): number {
  return kind === 'mean' || kind === 'ratio' ? numerator : Math.round(numerator)
}
