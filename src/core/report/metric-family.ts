import type { MetricRole } from '../../contract/metric-role.ts'
import type { AdjustedTest, Family, Unavailable } from '../../contract/report.ts'
import { benjaminiHochberg } from '../stats/adjust.ts'
import type { Inference } from '../stats/inference.ts'
import { simultaneousTests } from '../stats/simultaneous.ts'
import { isUnavailable } from '../stats/unavailable.ts'
import type { ArmContrast, Lined } from './arm-contrast.ts'
import type { Method } from './method.ts'

/** A test that awaits its adjustment. */
export type Candidate = { metric: string; variant: string; role: MetricRole; contrast: ArmContrast }

/** The tests of a report after adjustment, in the order of the candidates, and the families that shared one. */
export type Adjustments = { tests: (AdjustedTest | Unavailable)[]; families: Family[] }

/**
 * Adjusts every test by its role: success metrics of all arms share alpha by Holm with simultaneous intervals; guardrails must all pass, so each
 * keeps its own alpha; secondary and exploratory metrics are two families by Benjamini & Hochberg, with the intervals of Benjamini & Yekutieli
 * (2005, JASA 100): at alpha times the share of tests that found something, so that an interval excludes 0 exactly when its test did.
 */
export function adjusted(candidates: readonly Candidate[], alpha: number, method: Method): Adjustments {
  const tests: (AdjustedTest | Unavailable)[] = candidates.map(() => ({ unavailable: 'missing-column' }))
  const families: Family[] = []
  for (const role of ['success', 'guardrail', 'secondary', 'exploratory'] as const) {
    const members = candidates.flatMap((candidate, index) => (candidate.role === role ? [{ candidate, index }] : []))
    if (members.length === 0) continue
    const used = members.map(({ candidate }) => candidate.contrast.used)
    const results = role === 'success' ? byHolm(used, alpha, method) : alone(used, alpha, method, role)
    for (const [i, { index }] of members.entries()) tests[index] = results[i] ?? { unavailable: 'missing-column' }
    if (role === 'guardrail') continue
    const p = results.map(result => ('unavailable' in result ? 1 : result.unadjustedP))
    families.push({
      role,
      members: members.map(({ candidate: { metric, variant } }) => ({ metric, variant })),
      calculator: { name: 'adjust', input: { p, method: role === 'success' ? 'holm' : 'benjamini-hochberg' } },
    })
  }
  return { tests, families }
}

function byHolm(used: readonly ArmContrast['used'][], alpha: number, method: Method): (AdjustedTest | Unavailable)[] {
  const level = alpha / used.length
  const results = simultaneousTests(
    used.map(one => (isUnavailable(one) ? one : one.contrast)),
    alpha,
    method.twoSided,
  )
  return results.map((result, i) => {
    const lined = used[i]
    if (isUnavailable(result)) return result
    if (lined === undefined || isUnavailable(lined)) return { unavailable: 'missing-column' }
    return testOf(
      result,
      { p: result.p, unadjustedP: result.rawP, adjustment: 'holm', family: used.length },
      lined,
      level,
      method,
    )
  })
}

function alone(
  used: readonly ArmContrast['used'][],
  alpha: number,
  method: Method,
  role: MetricRole,
): (AdjustedTest | Unavailable)[] {
  const first = used.map(one => (isUnavailable(one) ? one : method.twoSided(one.contrast, alpha)))
  // A test without a result still took part in the plan: it counts as 1, so that its absence helps no other.
  const raw = first.map(result => (isUnavailable(result) ? 1 : result.p))
  const p = role === 'guardrail' ? raw : benjaminiHochberg(raw)
  const found = p.filter(value => value <= alpha).length
  const level = role === 'guardrail' ? alpha : (alpha * Math.max(1, found)) / used.length
  return used.map((lined, i) => {
    const result = first[i]
    if (isUnavailable(lined)) return lined
    if (result === undefined || isUnavailable(result)) return result ?? { unavailable: 'missing-column' }
    const interval = level === alpha ? result : method.twoSided(lined.contrast, level)
    if (isUnavailable(interval)) return interval
    const shared =
      role === 'guardrail'
        ? { adjustment: 'none' as const, family: 1 }
        : { adjustment: 'benjamini-hochberg' as const, family: used.length }
    return testOf(interval, { p: p[i] ?? 1, unadjustedP: result.p, ...shared }, lined, level, method)
  })
}

function testOf(
  { ci, relative }: Inference,
  adjustment: Pick<AdjustedTest, 'p' | 'unadjustedP' | 'adjustment' | 'family'>,
  lined: Lined,
  level: number,
  method: Method,
): AdjustedTest {
  return { ...adjustment, ci, relative, level, calculator: method.intervalLine(lined, level) }
}
