import type { InteractionCheck } from '../../contract/analyses.ts'
import type { Metric } from '../../contract/metric.ts'
import type { Arm, SegmentAnswer } from '../metrics/plan.ts'
import { holm } from '../stats/adjust.ts'
import { independence } from '../stats/independence.ts'
import { interaction } from '../stats/interaction.ts'
import { isUnavailable, unavailable } from '../stats/unavailable.ts'
import { estimateOf, firstColumns } from './arm-contrast.ts'
import { widthOf } from './metric-kind.ts'

/** Two experiments: the first by the order of its arms, the other by the segments of the first's answer, one for each of its variants. */
export type InteractionInput = {
  other: { key: string; name: string; control: string; variants: readonly string[] }
  variants: readonly string[]
  control: string
  metrics: readonly Metric[]
  alpha: number
  segments: readonly SegmentAnswer[]
}

/** Below this p the two assignments depend on each other, and no interaction can be read from them. */
const DEPENDENT_BELOW = 0.001

/** Whether another experiment changes what this one does: first that the assignments are independent, then (tt - tc) - (ct - cc) for every metric. */
export function interactionsOf(input: InteractionInput): InteractionCheck {
  const { other, variants, control, metrics, alpha, segments } = input
  const columns = other.variants.map(variant => segments.find(({ segment }) => segment === variant)?.answer)
  const counts = variants.map((_, arm) => columns.map(answer => answer?.units[arm] ?? 0))
  const tested = independence(counts)
  const units = counts.flat().reduce((sum, count) => sum + count, 0)
  const holds = !isUnavailable(tested) && tested.p >= DEPENDENT_BELOW
  const base = { experiment: other.key, name: other.name, units }
  const checked = isUnavailable(tested) ? tested : { ...tested, holds }
  if (!holds) return { ...base, independence: checked, interactions: [] }
  const at = (metric: Metric, arm: number, column: number) => {
    const summary = columns[column]?.metrics.find(one => one.metric === metric.key)?.arms[arm]
    return summary === undefined ? unavailable('empty-arm') : estimateOf(metric.formula.kind, plain(metric, summary))
  }
  const [own, others] = [variants.indexOf(control), other.variants.indexOf(other.control)]
  const found = metrics.flatMap(metric =>
    variants.flatMap((variant, arm) =>
      other.variants.flatMap((otherVariant, column) => {
        if (arm === own || column === others) return []
        const cells = {
          controlControl: at(metric, own, others),
          controlTreatment: at(metric, own, column),
          treatmentControl: at(metric, arm, others),
          treatmentTreatment: at(metric, arm, column),
        }
        return [{ metric: metric.key, variant, otherVariant, result: interaction(cells, { alpha }) }]
      }),
    ),
  )
  const adjusted = holm(found.map(({ result }) => (isUnavailable(result) ? 1 : result.p)))
  return {
    ...base,
    independence: checked,
    interactions: found.map(({ result, ...which }, i) => {
      if (isUnavailable(result)) return { ...which, result }
      const { difference, se, p, ci } = result
      return { ...which, result: { difference, se, p, adjustedP: adjusted[i] ?? 1, ci } }
    }),
  }
}

function plain({ formula }: Metric, arm: Arm): Arm {
  return firstColumns(arm, widthOf(formula.kind, arm.means.length))
}
