import { benjaminiHochberg, holm } from './adjust.ts'

/** What a metric is for; it decides how its p values are adjusted. */
export type Role = 'success' | 'guardrail' | 'secondary' | 'exploratory'

/** A p value after the adjustment of its tier, which tests shared it, and the name of the adjustment. */
export type TieredP = { adjusted: number; adjustment: 'holm' | 'none' | 'benjamini-hochberg'; family: number }

/**
 * Alpha in tiers: success metrics of all arms share one alpha by Holm; guardrails must all pass, so each keeps its own;
 * secondary and exploratory metrics are two families of discoveries, each by Benjamini & Hochberg. A missing p (no
 * result) counts as 1 in its family.
 */
export function tieredAdjustment(tests: readonly { role: Role; p: number | null }[]): TieredP[] {
  const result: TieredP[] = tests.map(({ p }) => ({ adjusted: p ?? 1, adjustment: 'none', family: 1 }))
  for (const role of ['success', 'secondary', 'exploratory'] as const) {
    const members = tests.flatMap((test, index) => (test.role === role ? [{ p: test.p ?? 1, index }] : []))
    const raw = members.map(member => member.p)
    const adjusted = role === 'success' ? holm(raw) : benjaminiHochberg(raw)
    for (const [i, { index }] of members.entries()) {
      result[index] = {
        adjusted: adjusted[i] as number,
        adjustment: role === 'success' ? 'holm' : 'benjamini-hochberg',
        family: members.length,
      }
    }
  }
  return result
}
