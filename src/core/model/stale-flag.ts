import type { Flag } from '../../contract/flag.ts'
import { soleVariant } from '../evaluate/serving-text.ts'

const dayMs = 86_400_000
/** How long a flag may serve one variant to everyone before it counts as left over. */
export const unchangedDays = 60
/** How long a flag that was evaluated may go without before it counts as forgotten. */
export const unevaluatedDays = 30

export type Staleness = { is: 'rolled-out'; variant: string; days: number } | { is: 'not-evaluated'; days: number }

type Known = {
  updatedMs: number
  /** When it was last seen at work anywhere; undefined when that is not known, which says nothing about it. */
  lastEvaluatedMs: number | undefined
  nowMs: number
}

/**
 * Why a flag could go: it serves one variant to everyone wherever it is on and nobody changed it for long, or nothing
 * asked for it for long. Undefined when neither is known to be so.
 */
export function staleness(flag: Flag, { updatedMs, lastEvaluatedMs, nowMs }: Known): Staleness | undefined {
  const idleDays = lastEvaluatedMs === undefined ? 0 : Math.floor((nowMs - lastEvaluatedMs) / dayMs)
  if (idleDays >= unevaluatedDays) return { is: 'not-evaluated', days: idleDays }
  const days = Math.floor((nowMs - updatedMs) / dayMs)
  if (days < unchangedDays) return undefined
  const served = Object.values(flag.environments)
    .filter(({ on }) => on)
    .map(soleVariant)
  const [variant] = served
  return variant !== undefined && served.every(one => one === variant) ? { is: 'rolled-out', variant, days } : undefined
}

/** The same in words. */
export function stalenessText(stale: Staleness): string {
  return stale.is === 'rolled-out'
    ? `serves ${stale.variant} to everyone, unchanged for ${stale.days} days`
    : `not evaluated for ${stale.days} days`
}
