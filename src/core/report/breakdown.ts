import type { Breakdown, SegmentCheck, SegmentResult } from '../../contract/analyses.ts'
import type { Metric } from '../../contract/metric.ts'
import type { SegmentAnswer } from '../metrics/plan.ts'
import { SAMPLE_RATIO_FAILS_BELOW } from '../stats/sample-ratio.ts'
import { sampleRatioBySegment } from '../stats/sample-ratio-segments.ts'
import { type Effect, effectSpread, shrunkEffect } from '../stats/shrinkage.ts'
import { simultaneousTests } from '../stats/simultaneous.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { armContrast } from './arm-contrast.ts'

/** What a breakdown is made of: the variants in the order of the arms with their designed weights. */
export type BreakdownInput = {
  dimension: string
  measured: 'before' | 'after'
  variants: readonly { variant: string; weight: number }[]
  control: string
  metrics: readonly Metric[]
  alpha: number
  segments: readonly SegmentAnswer[]
}

/**
 * Every metric by segment, adjusted for the pre-period where there is one, for the number of segments by Holm, and shrunk towards the
 * mean of the segments by how much they differ at all. A dimension is refused when the split of a segment is not the
 * designed one: then being in the segment is itself an effect of the experiment, and its numbers compare unlike units.
 */
export function breakdownOf(input: BreakdownInput): Breakdown {
  const { dimension, measured, segments, metrics } = input
  const checks = checksOf(input)
  const broken = checks.filter(({ p }) => p !== undefined && p < SAMPLE_RATIO_FAILS_BELOW)
  const base = { dimension, measured, checks }
  if (broken.length > 0) {
    const names = broken.map(({ segment }) => segment).join(', ')
    const why =
      measured === 'after' ? 'what is measured after exposure may be an effect of it' : 'the split depends on it'
    return { ...base, refused: `units of ${names} are not split as designed; ${why}`, metrics: [] }
  }
  return {
    ...base,
    metrics: metrics.map(metric => ({
      metric: metric.key,
      name: metric.name,
      segments: resultsOf(input, metric, segments),
    })),
  }
}

function checksOf({ variants, segments }: BreakdownInput): SegmentCheck[] {
  const designed = variants.flatMap(({ weight }, arm) => (weight > 0 ? [arm] : []))
  const counted = segments.map(({ segment, answer }) => ({
    segment,
    counts: designed.map(arm => answer.units[arm] ?? 0),
  }))
  const weights = designed.map(arm => variants[arm]?.weight ?? 0)
  return sampleRatioBySegment(counted, weights).map(({ segment, result }, i) => ({
    segment,
    units: segments[i]?.answer.units ?? [],
    ...(isUnavailable(result) ? {} : { p: result.adjusted }),
  }))
}

type Part = { segment: string; variant: string; units: number; contrast: ReturnType<typeof armContrast> }

function resultsOf(
  { variants, control, alpha }: BreakdownInput,
  metric: Metric,
  segments: readonly SegmentAnswer[],
): SegmentResult[] {
  const place = variants.findIndex(({ variant }) => variant === control)
  const parts: Part[] = segments.flatMap(({ segment, answer }) => {
    const arms = answer.metrics.find(one => one.metric === metric.key)?.arms ?? []
    return variants.flatMap(({ variant }, arm) => {
      const [base, own] = [arms[place], arms[arm]]
      if (arm === place || base === undefined || own === undefined) return []
      return [{ segment, variant, units: own.n, contrast: armContrast(metric.formula.kind, base, own, alpha) }]
    })
  })
  const tests = simultaneousTests(
    parts.map(({ contrast: { used } }) => (isUnavailable(used) ? used : used.contrast)),
    alpha,
  )
  return parts.map(({ segment, variant, units, contrast }, i) => {
    const test = tests[i] ?? unavailable('empty-arm')
    if (isUnavailable(test)) return { segment, variant, units, comparison: test }
    const { difference, se, p, rawP, ci, relative } = test
    const before = contrast.adjusted
    return {
      segment,
      variant,
      units,
      comparison: {
        difference,
        se,
        p: rawP,
        adjustedP: p,
        ci,
        relative,
        shrunk: shrunkTowards(
          parts.filter(part => part.variant === variant),
          { effect: difference, se },
        ),
        ...(before === undefined || isUnavailable(before) ? {} : { varianceReduction: before.varianceReduction }),
      },
    }
  })
}

/** An effect pulled towards the mean effect over all segments of its variant, by how much their effects truly differ. */
function shrunkTowards(parts: readonly Part[], own: Effect): number | Unavailable {
  const effects = parts.flatMap(({ contrast: { used } }) =>
    isUnavailable(used) ? [] : [{ effect: used.contrast.difference, se: Math.sqrt(used.contrast.variance) }],
  )
  const weight = effects.reduce((sum, { se }) => sum + 1 / se ** 2, 0)
  const mean = effects.reduce((sum, { effect, se }) => sum + effect / se ** 2, 0) / weight
  if (effects.length < 2 || !Number.isFinite(mean)) return unavailable('too-few-units')
  const tau = effectSpread(effects.map(({ effect, se }) => ({ effect: effect - mean, se })))
  if (typeof tau !== 'number') return tau
  const shrunk = mean + shrunkEffect({ effect: own.effect - mean, se: own.se }, tau)
  return Number.isFinite(shrunk) ? shrunk : unavailable('not-finite')
}
