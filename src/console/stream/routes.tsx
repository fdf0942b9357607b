import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** Which events the stream shows. */
export type StreamSearch = { event?: string; verdict?: string; unit?: string; platform?: string; scope?: string }
/** Which groups of quarantined events are listed, and the one that is open. */
export type QuarantineSearch = { q?: string; event?: string; reason?: string; scope?: string; group?: string }

const streamRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/stream',
  validateSearch: (search: Record<string, unknown>): StreamSearch =>
    searchTexts(search, ['event', 'verdict', 'unit', 'platform', 'scope']),
  component: lazyRouteComponent(() => import('./stream-screen.tsx'), 'StreamScreen'),
})
const quarantineRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/stream/quarantine',
  validateSearch: (search: Record<string, unknown>): QuarantineSearch =>
    searchTexts(search, ['q', 'event', 'reason', 'scope', 'group']),
  component: lazyRouteComponent(() => import('../quarantine/quarantine-screen.tsx'), 'QuarantineScreen'),
})

/** Events as they come in, and those kept aside. */
export const streamRoutes = [streamRoute, quarantineRoute]
