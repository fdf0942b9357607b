import type { PlanAdvice } from '../../contract/analyses.ts'
import type { Weights } from '../../contract/flag.ts'
import type { Metric } from '../../contract/metric.ts'
import { reports } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { narrowedAdvice } from './narrowed-advice.ts'
import { daysFor } from './plan-days.ts'

/** What it takes to find one effect: days, or nothing where that cannot be told. */
export type PlanSize = { effect: number; days: number | undefined }

/** The relative effects a plan is looked at for, smallest first. */
const effects = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
const staleMs = 60_000
/** How much recent traffic the plan learns from. */
export const learntDays = 14

type Asked = {
  experiment: string
  metric: Metric | undefined
  /** By which event people arrive where the experiment will meet them. */
  arrival: string | undefined
  extra: number | undefined
  /** The share of those who arrive that fits the audience. */
  share: number
  weights: Weights
}

/**
 * How long it takes to find each of several effects, by the traffic of the last days. One question brings all that depends on the traffic and
 * on the looks; what an effect makes of it is worked out here by the functions the answer was made with.
 */
export function usePlanSizes({ experiment, metric, arrival, extra, share, weights }: Asked): {
  sizes: PlanSize[]
  advice: PlanAdvice | undefined
  unavailable: string | undefined
  loading: boolean
} {
  const project = useProject()
  const sign = metric?.better === 'down' ? -1 : 1
  const [smallest = 0.01] = effects
  const { data, isLoading } = useRoute(
    reports.planSize,
    {
      params: { project, key: experiment },
      body: {
        metric: metric?.key ?? '',
        effect: { relative: sign * smallest },
        days: learntDays,
        arrival: arrival ?? '',
      },
    },
    { enabled: metric !== undefined && arrival !== undefined, staleMs, keepPrevious: true },
  )
  const body = data?.body
  const unavailable = body !== undefined && 'unavailable' in body ? body.unavailable : undefined
  const advice =
    body === undefined || 'unavailable' in body || metric === undefined || body.metric !== metric.key
      ? undefined
      : narrowedAdvice(body, share, weights)
  const wanted = extra === undefined || effects.includes(extra) ? effects : [...effects, extra].sort((a, b) => a - b)
  const sizes = wanted.map(effect => ({
    effect,
    days: advice === undefined || metric === undefined ? undefined : daysFor(advice, sign * effect, metric, weights),
  }))
  return { sizes, advice, unavailable, loading: isLoading }
}
