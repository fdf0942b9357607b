import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Look } from '../../contract/look.ts'
import type { Metric } from '../../contract/metric.ts'
import type { Contrast } from '../stats/contrast.ts'
import * as normal from '../stats/distribution/normal.ts'
import { quantileOfUpperTail } from '../stats/distribution/student-t.ts'
import { sequentialBounds } from '../stats/sequential-bounds.ts'
import { isUnavailable } from '../stats/unavailable.ts'
import { armContrast } from './arm-contrast.ts'
import { answerAt, risingInformation } from './look-plan.ts'

/** The first look at which a metric of a variant crossed its bound, and to which side: of success metrics any, of guardrails the safe one. */
export type Crossing = { look: number; side: 'better' | 'worse' }

/** What crossings are found by: the looks of a group sequential plan, and the variants in the order of their arms. */
export type CrossingInput = {
  experiment: ExperimentRecord
  metrics: readonly Metric[]
  variants: readonly string[]
  looks: readonly Look[]
  addedLater: ReadonlySet<string>
}

/**
 * The crossings of all recorded looks, by `metric variant`. What was shown at a look stays shown: alpha was spent on it, and a verdict that
 * came and went with later looks would be of no use. Success metrics are held to Bonferroni's level, at which crossing implies Holm's.
 */
export function crossingsOf({
  experiment,
  metrics,
  variants,
  looks,
  addedLater,
}: CrossingInput): Map<string, Crossing> {
  const { mode, alpha, spending } = experiment.analysis
  const found = new Map<string, Crossing>()
  const information = risingInformation(looks.map(look => look.information))
  if (mode !== 'group-sequential' || information.length === 0) return found
  const judged = looks.filter(look => information.includes(look.information))
  const named = experiment.metrics.filter(({ metric }) => !addedLater.has(metric))
  const tests = named.filter(({ role }) => role === 'success').length * (variants.length - 1)
  const place = variants.indexOf(experiment.control)
  const boundsFor = (level: number, sides: 1 | 2) => {
    const made = sequentialBounds({ alpha: level, sides, spending, information })
    return isUnavailable(made) ? [] : made.bounds
  }
  const bounds = { success: boundsFor(alpha / Math.max(1, tests), 2), guardrail: boundsFor(alpha, 1) }
  for (const [k, look] of judged.entries()) {
    const answer = answerAt(look)
    for (const { metric: key, role, margin = 0 } of named) {
      const metric = metrics.find(one => one.key === key)
      const arms = answer.metrics.find(one => one.metric === key)?.arms
      const bound = role === 'success' || role === 'guardrail' ? bounds[role][k] : null
      const control = arms?.[place]
      if (metric === undefined || control === undefined || bound === null || bound === undefined) continue
      for (const [arm, variant] of variants.entries()) {
        const treatment = arms?.[arm]
        const name = `${key} ${variant}`
        if (arm === place || treatment === undefined || found.has(name)) continue
        const { used } = armContrast(metric.formula.kind, control, treatment, alpha)
        if (isUnavailable(used)) continue
        const gain = gainOf(used.contrast, metric.better, role === 'guardrail' ? margin : 0)
        const critical = quantileOfUpperTail(normal.upperTail(bound), used.contrast.df)
        if (gain >= critical) found.set(name, { look: look.number, side: 'better' })
        else if (role === 'success' && gain <= -critical) found.set(name, { look: look.number, side: 'worse' })
      }
    }
  }
  return found
}

// How many standard errors a variant is better than the control, or than what its margin allows.
function gainOf({ difference, variance, base }: Contrast, better: 'up' | 'down', margin: number): number {
  const towards = better === 'up' ? difference : -difference
  return (towards + margin * Math.abs(base)) / Math.sqrt(variance)
}
