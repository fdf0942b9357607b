import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** What the list of experiments is narrowed to. */
export type ExperimentListSearch = { q?: string; status?: string }
/** What is open beside the page of an experiment. */
export type ExperimentSearch = { history?: string }

export const experimentListRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/experiments',
  validateSearch: (search: Record<string, unknown>): ExperimentListSearch => searchTexts(search, ['q', 'status']),
  component: lazyRouteComponent(() => import('./experiment-list.tsx'), 'ExperimentList'),
})

export const experimentRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/experiments/$key',
  validateSearch: (search: Record<string, unknown>): ExperimentSearch => searchTexts(search, ['history']),
  component: lazyRouteComponent(() => import('./experiment-screen.tsx'), 'ExperimentScreen'),
})

/** The experiments, and one of them. */
export const experimentRoutes = [experimentListRoute, experimentRoute]
