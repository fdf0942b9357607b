import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { failureOf } from './data/failure.ts'
import { keepLastProject } from './data/project.ts'
import { queryClient } from './data/query-client.ts'
import { sessionQuery } from './data/session.ts'
import { paths } from './paths.ts'
import { FailedScreen } from './shell/failed-screen.tsx'
import { MissingScreen } from './shell/missing-screen.tsx'
import { PendingScreen } from './shell/pending-screen.tsx'

/** The root of every address. */
export const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: FailedScreen,
  notFoundComponent: MissingScreen,
})

/** Sends whoever is not signed in to the sign-in, and remembers where they wanted to go. */
export async function requireSession({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queryClient.ensureQueryData(sessionQuery)
  } catch (error) {
    if (failureOf(error).kind !== 'signed-out') throw error
    throw redirect({ to: paths.signIn(), search: { next: location.href }, replace: true } as never)
  }
}

/** The parent of every screen of a project: signed in, inside the shell. A screen's path goes on from /p/$project. */
export const projectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/p/$project',
  // Kept by every screen: links without it mean the environment chosen last.
  validateSearch: (search: Record<string, unknown>): { env?: string } =>
    typeof search.env === 'string' ? { env: search.env } : {},
  beforeLoad: requireSession,
  loader: ({ params }) => keepLastProject(params.project),
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
  pendingComponent: PendingScreen,
  errorComponent: FailedScreen,
  notFoundComponent: MissingScreen,
})
