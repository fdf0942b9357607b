import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** What the health of the project is narrowed to, and the open part. */
export type HealthSearch = { tab?: string; q?: string; status?: string; only?: string }
/** How many days the volume of an event is shown for. */
export type EventHealthSearch = { days?: string }

const healthRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/health',
  validateSearch: (search: Record<string, unknown>): HealthSearch =>
    searchTexts(search, ['tab', 'q', 'status', 'only']),
  component: lazyRouteComponent(() => import('./health-screen.tsx'), 'HealthScreen'),
})
const eventHealthRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/health/$event',
  validateSearch: (search: Record<string, unknown>): EventHealthSearch => searchTexts(search, ['days']),
  component: lazyRouteComponent(() => import('./event-health-screen.tsx'), 'EventHealthScreen'),
})

/** How the telemetry is, all of it and event by event. */
export const healthRoutes = [healthRoute, eventHealthRoute]
