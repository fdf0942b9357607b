import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** Which part is open. */
export type LayersSearch = { tab?: string; q?: string }

export const layersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/layers',
  validateSearch: (search: Record<string, unknown>): LayersSearch => searchTexts(search, ['tab', 'q']),
  component: lazyRouteComponent(() => import('./layers-screen.tsx'), 'LayersScreen'),
})

/** Which experiments exclude each other, and who is kept out of all of them. */
export const layerRoutes = [layersRoute]
