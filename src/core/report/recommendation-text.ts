import type { Recommendation, Report } from '../../contract/report.ts'
import { fixed } from './number-text.ts'
import { tame } from './text-layout.ts'

/** A recommendation in one sentence: what to do with the variant, and what decided it. */
export function recommendationText(recommendation: Recommendation, report: Report): string {
  const { variant, outcome, look, expectedEnd, remainingDays, conditions } = recommendation
  const names = new Map(
    [...report.metrics, ...(report.veiled?.metrics ?? [])].map(({ metric, name }) => [metric, tame(name)]),
  )
  const failed = conditions.filter(({ holds }) => !holds)
  const basis = look === null ? '' : ` (look ${look})`
  const what = {
    ship: `ship ${variant}`,
    'do-not-ship': `do not ship ${variant}`,
    inconclusive: `${variant} is inconclusive`,
    'keep-running': `keep ${variant} running`,
  }[outcome]
  if (outcome === 'ship') {
    const won = conditions.find(({ condition }) => condition === 'success-superior')
    const better =
      won?.because.filter(({ p, crossedAt }) => crossedAt !== undefined || (p ?? 1) <= report.analysis.alpha) ?? []
    const which = better.map(({ metric = '' }) => names.get(metric) ?? metric).join(' and ')
    return `${what}${basis}: ${which} improved, no guardrail is at risk, nothing got worse and the data are healthy.`
  }
  if (outcome === 'keep-running') {
    if (expectedEnd === null || remainingDays === null) return `${what}${basis}: the plan is not done.`
    return `${what}${basis} until ${expectedEnd.slice(0, 10)}, about ${fixed(remainingDays, 1)} days more.`
  }
  const because = failed.map(condition => failureText(condition, names)).join('; ')
  return `${what}${basis}${because === '' ? '' : `: ${because}`}.`
}

function failureText(
  { condition, because }: Recommendation['conditions'][number],
  names: ReadonlyMap<string, string>,
): string {
  const metrics = because.map(({ metric = '' }) => names.get(metric) ?? metric).join(' and ')
  const checks = because.map(({ check = '' }) => check.replaceAll('-', ' ')).join(' and ')
  if (condition === 'health-passes') return `health does not pass (${checks})`
  if (condition === 'success-superior')
    return metrics === '' ? 'no metric is a success metric' : `no improvement of ${metrics} was shown`
  if (condition === 'guardrails-non-inferior') return `a loss in ${metrics} is not ruled out`
  return 'something got worse'
}
