import type { MetricFormula } from '../../contract/metric.ts'
import { otherSegments, segmentsMax, unknownSegment } from './plan.ts'
import type { ProductCell } from './product-plan.ts'
import { quantile } from './quantile.ts'

/** A unit in a bucket, as far as its formula needs it: what it did, whether that can still change, how far it got, and its values. */
export type UnitRow = {
  bucket: number
  segment: string | null
  y: number
  z: number
  immature: boolean
  values: readonly number[]
}

/** How often segments occur, and so which of them keep their names: the largest ones, by name where they are equally large. */
export function labelsOf(sizes: ReadonlyMap<string, number>): (segment: string | null) => string {
  const kept = new Set(
    [...sizes]
      .sort(([one, oneSize], [other, otherSize]) => otherSize - oneSize || (one < other ? -1 : 1))
      .slice(0, segmentsMax)
      .map(([segment]) => segment),
  )
  return segment => (segment === null ? unknownSegment : kept.has(segment) ? segment : otherSegments)
}

/** Cells in the order of an answer. */
export function inOrder(cells: readonly ProductCell[]): ProductCell[] {
  const sizes = new Map<string | null, number>()
  for (const { segment, units } of cells) sizes.set(segment, (sizes.get(segment) ?? 0) + units)
  const size = ({ segment }: ProductCell) => sizes.get(segment) ?? 0
  return cells
    .filter(({ units }) => units > 0)
    .sort(
      (one, other) =>
        one.bucket - other.bucket || size(other) - size(one) || ((one.segment ?? '') < (other.segment ?? '') ? -1 : 1),
    )
}

/** What a formula makes of the units of one cell; `ceiling` is the value their totals are capped at. */
export function cellOf(
  formula: MetricFormula,
  bucket: number,
  segment: string | null,
  rows: readonly UnitRow[],
  ceiling: number | null,
): ProductCell {
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
  const empty = { bucket, segment, units: rows.length, value: null, numerator: null, denominator: null }
  const cell = { ...empty, immature: null, steps: null }
  if (formula.kind === 'active') return { ...cell, value: rows.length }
  if (formula.kind === 'quantile') {
    const values = formula.level === 'unit' ? rows.map(({ y }) => y) : rows.flatMap(row => row.values)
    return { ...cell, value: quantile(values, formula.q), denominator: values.length }
  }
  if (formula.kind === 'retention') {
    const mature = rows.filter(({ immature }) => !immature)
    const immature = rows.length - mature.length
    return { ...share(cell, sum(mature.map(({ y }) => y)), mature.length), immature }
  }
  if (formula.kind === 'funnel') {
    const steps = formula.steps.map((_, step) => rows.filter(({ y }) => y > step).length)
    const immature = rows.filter(row => row.immature).length
    return { ...share(cell, steps.at(-1) ?? 0, rows.length), immature, steps }
  }
  const outcomes = rows.map(({ y }) => (ceiling === null ? y : Math.min(y, ceiling)))
  return share(cell, sum(outcomes), formula.kind === 'ratio' ? sum(rows.map(({ z }) => z)) : rows.length)
}

/** A cell whose value is one number over another, if there is anything to divide by. */
export function share(cell: ProductCell, numerator: number, denominator: number): ProductCell {
  return { ...cell, numerator, denominator, value: denominator === 0 ? null : numerator / denominator }
}
