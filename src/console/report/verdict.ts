import type { Recommendation, Report } from '../../contract/report.ts'
import { percent, plural } from '../../core/report/number-text.ts'

/** Where an experiment stands, in one word and one sentence. */
export type Standing = {
  state: 'invalid' | 'decided' | 'ready' | 'collecting'
  title: string
  detail: string
}

/** Health first, then the decision, then whether the rule has something to say. */
export function standingOf(report: Report): Standing {
  const { health, decision, recommendations, analysis, metrics, veiled, status } = report
  if (health.status === 'failing')
    return {
      state: 'invalid',
      title: 'Invalid',
      detail: 'A health check fails, so nothing may be concluded from these numbers. Mend what it names first.',
    }
  if (decision !== undefined)
    return { state: 'decided', title: 'Decided', detail: `${decision.decidedBy} wrote down what came of it.` }
  if (metrics.length === 0 && veiled === undefined)
    return {
      state: 'collecting',
      title: 'Collecting',
      detail: 'The experiment names no metrics, so nothing is tested.',
    }
  if (recommendations.length > 0 && recommendations.every(({ outcome }) => outcome !== 'keep-running'))
    return { state: 'ready', title: 'Ready to decide', detail: basisOf(report) }
  const done = doneText(Math.min(1, analysis.information))
  const rest = status === 'running' ? 'Wait for the plan, or for a bound to be crossed at a look.' : 'It has stopped.'
  return { state: 'collecting', title: 'Collecting', detail: `${done} of the plan is done. ${rest}` }
}

/** How much of the plan is done. */
export function doneText(share: number): string {
  return share === 0 ? '0 %' : percent(share)
}

/** What the conclusions rest on. */
export function basisOf({ analysis, until }: Report): string {
  const day = until.slice(0, 10)
  if (analysis.look !== null) return `The rule rests on look ${analysis.look}, recorded with the events up to ${day}.`
  return analysis.looks > 0
    ? `The rule rests on ${plural(analysis.looks, 'recorded look')}.`
    : 'No look has been recorded yet.'
}

/** When the plan will be done, as far as the traffic so far tells. */
export function expectedEndOf(recommendations: readonly Recommendation[]): string | undefined {
  const ends = recommendations.flatMap(({ expectedEnd }) => expectedEnd ?? [])
  return ends.sort().at(-1)
}

const conditions: Record<Recommendation['conditions'][number]['condition'], string> = {
  'health-passes': 'Every health check passes',
  'success-superior': 'At least one success metric is better',
  'guardrails-non-inferior': 'Every guardrail stays within its margin',
  'nothing-deteriorated': 'No metric got worse',
}

/** A condition of shipping in words. */
export function conditionTitle(condition: Recommendation['conditions'][number]['condition']): string {
  return conditions[condition]
}
