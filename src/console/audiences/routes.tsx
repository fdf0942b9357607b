import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { projectRoute } from '../root.tsx'

/** What the list of audiences is narrowed to, and whether the dialog for a new one is open. */
export type AudienceListSearch = { q?: string; only?: string; create?: string }

const listRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/audiences',
  validateSearch: (search: Record<string, unknown>): AudienceListSearch => ({
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...(search.only === 'archived' ? { only: search.only } : {}),
    ...(typeof search.create === 'string' && search.create !== '' ? { create: search.create } : {}),
  }),
  component: lazyRouteComponent(() => import('./audience-list.tsx'), 'AudienceList'),
})

const audienceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/audiences/$key',
  validateSearch: (search: Record<string, unknown>): { history?: string } =>
    typeof search.history === 'string' && search.history !== '' ? { history: search.history } : {},
  component: lazyRouteComponent(() => import('./audience-screen.tsx'), 'AudienceScreen'),
})

/** Reusable conditions, and one of them. */
export const audienceRoutes = [listRoute, audienceRoute]
