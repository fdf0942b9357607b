import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { projectRoute } from '../root.tsx'

/** What the list of flags is narrowed to, and the flag whose history is open. */
export type FlagListSearch = {
  q?: string
  state?: string
  tag?: string
  owner?: string
  only?: string
  history?: string
  create?: string
}
/** The part of the editor that is open. */
export type FlagSearch = { tab?: string; history?: string }

function texts<Name extends string>(search: Record<string, unknown>, names: readonly Name[]): { [N in Name]?: string } {
  const found: { [N in Name]?: string } = {}
  for (const name of names) {
    const value = search[name]
    if (value !== undefined && value !== '') found[name] = String(value)
  }
  return found
}

const listRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/flags',
  validateSearch: (search: Record<string, unknown>): FlagListSearch =>
    texts(search, ['q', 'state', 'tag', 'owner', 'only', 'history', 'create']),
  component: lazyRouteComponent(() => import('./flag-list.tsx'), 'FlagList'),
})

const flagRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/flags/$key',
  validateSearch: (search: Record<string, unknown>): FlagSearch => texts(search, ['tab', 'history']),
  component: lazyRouteComponent(() => import('./flag-screen.tsx'), 'FlagScreen'),
})

/** The flags, and one of them. */
export const flagRoutes = [listRoute, flagRoute]
