import { useState } from 'react'
import type { PlanAdvice } from '../../contract/analyses.ts'
import type { Metric } from '../../contract/metric.ts'
import { reports, resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { useSetup } from './setup.ts'
import { useAudienceSize } from './use-audience-size.ts'
import { type PlanSize, usePlanSizes } from './use-plan-sizes.ts'

/** What is asked about a plan, what it may be asked about, and the answer as far as it is there. */
export type PlanQuestion = {
  /** Undefined while no success metric is chosen. */
  metric: Metric | undefined
  metrics: Metric[]
  chooseMetric: (key: string) => void
  arrival: string | undefined
  arrivals: string[]
  chooseArrival: (event: string) => void
  /** Which events arrive is still being asked. */
  asking: boolean
  sizes: PlanSize[]
  advice: PlanAdvice | undefined
  /** Why there is no advice. */
  unavailable: string | undefined
  loading: boolean
  /** The share of those who arrive that fits the audience; undefined while it is not known. */
  share: number | undefined
}

/** Asks how long the draft takes, on its first success metric and by the event most things begin with unless somebody says otherwise. */
export function usePlanQuestion(): PlanQuestion {
  const { draft, record } = useSetup()
  const project = useProject()
  const catalogue = usePages(resources.metrics.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const seen = useRoute(reports.freshness, { params: { project }, query: { environment: draft.environment } })
  const [chosen, chooseMetric] = useState<string>()
  const [arriving, chooseArrival] = useState<string>()
  const success = (record?.metrics ?? []).filter(({ role }) => role === 'success')
  const metrics = success.flatMap(named => catalogue.items.find(({ key }) => key === named.metric) ?? [])
  const metric = metrics.find(({ key }) => key === chosen) ?? metrics[0]
  // Events of Assay itself, such as $exposure, are nothing an app begins with.
  const own = (seen.data?.body.items ?? []).filter(({ event }) => !event.startsWith('$'))
  const byCount = own.sort((a, b) => b.events - a.events)
  const arrivals = byCount.map(({ event }) => event)
  const arrival = arriving ?? arrivals[0]
  const matched = useAudienceSize(draft.environment, draft.condition)?.matched
  const share =
    draft.condition === undefined ? 1 : matched !== undefined && 'share' in matched ? matched.share : undefined
  const answer = usePlanSizes({
    experiment: draft.key,
    metric,
    arrival,
    extra: success.find(named => named.metric === metric?.key)?.minimumEffect,
    share: share ?? 1,
    weights: draft.variants,
  })
  return {
    metric,
    metrics,
    chooseMetric,
    arrival,
    arrivals,
    chooseArrival,
    asking: seen.isPending,
    ...answer,
    share,
  }
}
