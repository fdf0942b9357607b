import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { requireSession, rootRoute } from '../root.tsx'

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Who are you? `next` is where to go then, `problem` why the identity provider refused. */
export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => ({
    ...(text(search.next) === undefined ? {} : { next: String(search.next) }),
    ...(text(search.problem) === undefined ? {} : { problem: String(search.problem) }),
  }),
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
})

/** Where one-time links lead: the first start, invitations, the demo. */
export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  validateSearch: (search: Record<string, unknown>): { code?: string; next?: string } => ({
    ...(text(search.code) === undefined ? {} : { code: String(search.code) }),
    ...(text(search.next) === undefined ? {} : { next: String(search.next) }),
  }),
  component: lazyRouteComponent(() => import('./welcome.tsx'), 'Welcome'),
})

/** The project looked at last, or all of them with `?choose=yes`. */
export const chooserRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { choose?: string } =>
    text(search.choose) === undefined ? {} : { choose: String(search.choose) },
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('./project-chooser.tsx'), 'ProjectChooser'),
})

/** Ways in, and the choice of a project. */
export const signInRoutes = [signInRoute, welcomeRoute, chooserRoute]
