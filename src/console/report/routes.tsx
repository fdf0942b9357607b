import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { projectRoute } from '../root.tsx'

/** What of a report is chosen: the phase, an earlier moment, and the number whose sources are open. */
export type ReportSearch = { phase?: string; until?: string; metric?: string; arm?: string; view?: string }

const names = ['phase', 'until', 'metric', 'arm', 'view'] as const

export const reportRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/experiments/$key/report',
  validateSearch: (search: Record<string, unknown>): ReportSearch =>
    Object.fromEntries(names.flatMap(name => (typeof search[name] === 'string' ? [[name, search[name]]] : []))),
  component: lazyRouteComponent(() => import('./report-screen.tsx'), 'ReportScreen'),
})

/** What an experiment has shown. */
export const reportRoutes = [reportRoute]
