import { upperTail } from '../stats/distribution/chi-squared.ts'
import type { Finding } from './finding.ts'
import { dayHours, type Hours, type PropertySeries, weekHours, windowSum } from './series.ts'

const windowsHours = [3, dayHours]
const eventsMin = 50
const chanceMax = 1e-7
const psiMin = 0.1
const ksMin = 0.1
const binsMax = 200

/**
 * Whether the values of a property are distributed as in the four weeks before: the population stability index for
 * categories (Siddiqi 2006, 6.2), Kolmogorov and Smirnov's distance for numbers. A shift counts only when it is both too
 * large for chance and large in itself, so that many events do not make a small shift an alarm.
 */
export function driftFinding(name: string, property: PropertySeries, last: number, after: number): Finding {
  const subject = { check: 'drift' as const, property: name }
  const bins = binsOf(property)
  const past = (hours: Hours) => windowSum(hours, last - dayHours, 4 * weekHours)
  const before = bins.map(past)
  let status: 'ok' | 'unknown' = 'unknown'
  for (const width of windowsHours) {
    if (last - width < after) break
    const now = bins.map(hours => windowSum(hours, last, width))
    const [events, known] = [total(now), total(before)]
    if (events < eventsMin || known < 4 * eventsMin) continue
    status = 'ok'
    const shift = property.kind === 'number' ? distance(now, before) : instability(now, before)
    if (shift.chance >= chanceMax || shift.size < (shift.measure === 'ks' ? ksMin : psiMin)) continue
    const size = Math.round(shift.size * 1000) / 1000
    const detail = `the values of ${name} in ${width} h are not those of past weeks: ${shift.measure === 'ks' ? 'KS distance' : 'PSI'} ${size}`
    return {
      ...subject,
      status: 'failing',
      detail,
      windowHours: width,
      observed: events,
      expected: events,
      effect: { measure: shift.measure, size },
    }
  }
  const detail =
    status === 'ok' ? `the values of ${name} are those of past weeks` : `too few values of ${name} are known`
  return { ...subject, status, detail, windowHours: dayHours, observed: 0, expected: 0 }
}

type Shift = { measure: 'psi' | 'ks'; size: number; chance: number }

/** The index, and the chance of one as large if nothing changed: G of the same table, which is what it is asymptotically. */
export function instability(now: readonly number[], before: readonly number[]): Shift {
  const [events, known] = [total(now), total(before)]
  let size = 0
  let g = 0
  let degrees = -1
  for (const [bin, observed] of now.entries()) {
    const past = before[bin] ?? 0
    if (observed + past === 0) continue
    degrees += 1
    const share = (observed + 0.5) / (events + 0.5 * now.length)
    const usual = (past + 0.5) / (known + 0.5 * now.length)
    size += (share - usual) * Math.log(share / usual)
    const pooled = (observed + past) / (events + known)
    if (observed > 0) g += 2 * observed * Math.log(observed / (events * pooled))
    if (past > 0) g += 2 * past * Math.log(past / (known * pooled))
  }
  return { measure: 'psi', size, chance: degrees < 1 ? 1 : upperTail(Math.max(0, g), degrees) }
}

/** The largest distance between the two distributions, and its chance (Stephens 1970). Bins must be in order. */
export function distance(now: readonly number[], before: readonly number[]): Shift {
  const [events, known] = [total(now), total(before)]
  let size = 0
  let [below, usuallyBelow] = [0, 0]
  for (const [bin, observed] of now.entries()) {
    below += observed / events
    usuallyBelow += (before[bin] ?? 0) / known
    size = Math.max(size, Math.abs(below - usuallyBelow))
  }
  const root = Math.sqrt((events * known) / (events + known))
  const lambda = (root + 0.12 + 0.11 / root) * size
  let chance = 0
  for (let term = 1; term <= 20; term += 1)
    chance += 2 * (term % 2 === 1 ? 1 : -1) * Math.exp(-2 * (term * lambda) ** 2)
  return { measure: 'ks', size, chance: lambda < 0.3 ? 1 : Math.min(1, Math.max(0, chance)) }
}

function binsOf({ kind, bins }: PropertySeries): Hours[] {
  const named = [...bins]
  if (kind === 'number')
    return named.toSorted(([one], [other]) => Number(one) - Number(other)).map(([, hours]) => hours)
  return named.slice(0, binsMax).map(([, hours]) => hours)
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
