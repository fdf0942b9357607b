import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { projectRoute } from '../root.tsx'

const homeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home.tsx'), 'Home'),
})

/** What needs me. */
export const homeRoutes = [homeRoute]
