import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** What the list of changes is narrowed to, which record it is, and the change that is open. */
export type AuditSearch = {
  q?: string
  by?: string
  noun?: string
  action?: string
  from?: string
  until?: string
  of?: string
  change?: string
}

const auditRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch =>
    searchTexts(search, ['q', 'by', 'noun', 'action', 'from', 'until', 'of', 'change']),
  component: lazyRouteComponent(() => import('./audit-screen.tsx'), 'AuditScreen'),
})

/** Who did what, when and why. */
export const auditRoutes = [auditRoute]
