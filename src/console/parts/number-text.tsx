import type { ReactElement } from 'react'
import { count, decimalsFor, fixed, percent, pValue, signed, span } from '../../core/report/number-text.ts'

/** How a number is meant; every one is shown with its unit. */
export type NumberKind = 'count' | 'percent' | 'lift' | 'p' | 'duration' | { unit: string; decimals?: number }

/** A number in words and digits, the same way the reports of the command line write it. */
export function numberText(value: number, kind: NumberKind): string {
  if (kind === 'count') return count(value)
  if (kind === 'percent') return percent(value)
  if (kind === 'lift') return `${signed(value * 100, decimalsFor(Math.abs(value) * 100))} %`
  if (kind === 'p') return pValue(value)
  if (kind === 'duration') return span(value)
  return `${fixed(value, kind.decimals ?? decimalsFor(Math.abs(value)))} ${kind.unit}`.trim()
}

/** A number at the tick of an axis: as short as it can be, still with its unit. */
export function tickText(value: number, kind: 'count' | 'percent' | 'lift'): string {
  if (kind === 'count') return Math.abs(value) >= 10_000 ? `${Number((value / 1000).toFixed(1))} k` : `${value}`
  const text = `${Number((value * 100).toFixed(3))} %`
  return kind === 'lift' && value > 0 ? `+${text}` : text
}

/** A number, or the reason why there is none: never a zero that means "I do not know". */
export function NumberText({
  value,
  kind,
  missing = 'not known',
}: {
  value: number | undefined
  kind: NumberKind
  missing?: string
}): ReactElement {
  if (value === undefined) return <span style={{ color: 'var(--text-soft)' }}>{missing}</span>
  return <span style={{ whiteSpace: 'nowrap' }}>{numberText(value, kind)}</span>
}
