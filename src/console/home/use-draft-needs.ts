import { useQueries } from '@tanstack/react-query'
import { measurement } from '../../contract/understanding-routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { routeQuery } from '../data/use-route.ts'
import { paths } from '../paths.ts'
import type { Need, Needs } from './need.ts'
import { useExperiments } from './use-experiments.ts'

const draftsMax = 20

/** Drafts that could not be measured if they started now. */
export function useDraftNeeds(): Needs {
  const project = useProject()
  const mayChange = useAllowed('editor')
  const { items, loading, error, retry } = useExperiments()
  const drafts = items.filter(({ run }) => run.status === 'draft').slice(0, draftsMax)
  const plans = useQueries({
    queries: drafts.map(({ key }) => routeQuery(measurement.experimentPlan, { params: { project, key } })),
  })
  const needs = drafts.flatMap(({ key, name }, place): Need[] => {
    const plan = plans[place]?.data?.body
    if (plan === undefined || plan.status === 'ready') return []
    return [
      {
        kind: 'draft',
        key,
        title: name,
        to: mayChange
          ? `${paths.newExperiment(project)}?draft=${encodeURIComponent(key)}`
          : paths.experiment(project, key),
        action: mayChange ? 'Finish the setup' : 'Look at it',
        status: { text: plan.status, tone: 'neutral' },
        about: `This draft could not be measured: ${plan.detail}.`,
      },
    ]
  })
  return { needs, loading: loading || plans.some(({ isPending }) => isPending), error, retry }
}
