import type { Comparison, Interval, MetricResult } from '../../contract/report.ts'
import { isShare } from './metric-kind.ts'
import { decimalsFor, fixed, signed } from './number-text.ts'

/** How the numbers of one metric are written, the same in all rows. */
export type Scale = {
  value: (value: number) => string
  difference: (difference: number) => string
  se: (se: number) => string
  lift: (lift: number) => string
}

/**
 * As many decimals as the numbers deserve: differences with two digits of their smallest standard error and never fewer than show that they
 * are not 0, values with at least four digits, shares as percent and percentage points.
 */
export function scaleOf({ kind, arms }: MetricResult): Scale {
  const factor = isShare(kind) ? 100 : 1
  const compared = arms.flatMap(({ comparison }) =>
    comparison !== undefined && 'se' in comparison ? [comparison] : [],
  )
  const values = arms.flatMap(({ value }) =>
    typeof value === 'number' && value !== 0 ? [Math.abs(factor * value)] : [],
  )
  const errors = compared.map(({ se }) => factor * se)
  const smallest = Math.min(...(errors.length > 0 ? errors : values.map(value => value / 100)))
  const fine = finer(
    decimalsFor(smallest),
    compared.map(({ difference }) => factor * difference),
  )
  const coarse = Math.max(
    fine,
    ...values.map(value => Math.min(8, Math.max(3 - magnitude(value), Math.min(2, 4 - magnitude(value))))),
  )
  const lifts = compared.flatMap(({ relative }) => ('unavailable' in relative ? [] : [100 * relative.lift]))
  const widths = compared.flatMap(widthOf)
  const liftDecimals = finer(widths.length === 0 ? 1 : Math.max(1, decimalsFor(Math.min(...widths) / 4)), lifts)
  return {
    value: value => `${fixed(factor * value, coarse)}${factor === 100 ? ' %' : ''}`,
    difference: difference => `${signed(factor * difference, fine)}${factor === 100 ? ' pp' : ''}`,
    se: se => fixed(factor * se, fine),
    lift: lift => `${signed(100 * lift, Math.min(4, liftDecimals))} %`,
  }
}

/** An interval as it is written in a table. */
export function intervalText([low, high]: Interval, text: (value: number) => string): string {
  return `[${low === null ? '-∞' : text(low)}, ${high === null ? '∞' : text(high)}]`
}

// Up to two decimals more, so that a small difference shows its first digit.
function finer(decimals: number, differences: readonly number[]): number {
  const needed = differences.filter(difference => difference !== 0).map(difference => -magnitude(difference))
  return Math.min(8, decimals + 2, Math.max(decimals, ...needed))
}

function magnitude(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)))
}

function widthOf({ relative }: Comparison): number[] {
  if ('unavailable' in relative) return []
  const [low, high] = relative.ci
  return low === null || high === null || !(high > low) ? [] : [100 * (high - low)]
}
