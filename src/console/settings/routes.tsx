import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** What a list of settings is narrowed to, and whether its form for something new is open. */
export type SettingsSearch = { q?: string; show?: string; create?: string; kind?: string }

const validateSearch = (search: Record<string, unknown>): SettingsSearch =>
  searchTexts(search, ['q', 'show', 'create', 'kind'])
const getParentRoute = () => projectRoute

const projectSettingsRoute = createRoute({
  getParentRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./project-settings.tsx'), 'ProjectSettings'),
})
const environmentsRoute = createRoute({
  getParentRoute,
  path: '/settings/environments',
  validateSearch,
  component: lazyRouteComponent(() => import('./environment-list.tsx'), 'EnvironmentList'),
})
const keysRoute = createRoute({
  getParentRoute,
  path: '/settings/keys',
  validateSearch,
  component: lazyRouteComponent(() => import('./key-list.tsx'), 'KeyList'),
})
const membersRoute = createRoute({
  getParentRoute,
  path: '/settings/members',
  validateSearch,
  component: lazyRouteComponent(() => import('./member-list.tsx'), 'MemberList'),
})
const webhooksRoute = createRoute({
  getParentRoute,
  path: '/settings/webhooks',
  validateSearch,
  component: lazyRouteComponent(() => import('./webhook-list.tsx'), 'WebhookList'),
})
const targetingRoute = createRoute({
  getParentRoute,
  path: '/settings/targeting',
  validateSearch,
  component: lazyRouteComponent(() => import('./targeting-settings.tsx'), 'TargetingSettings'),
})
const retentionRoute = createRoute({
  getParentRoute,
  path: '/settings/retention',
  validateSearch,
  component: lazyRouteComponent(() => import('./retention-settings.tsx'), 'RetentionSettings'),
})
const snippetsRoute = createRoute({
  getParentRoute,
  path: '/settings/sdk',
  component: lazyRouteComponent(() => import('./snippet-settings.tsx'), 'SnippetSettings'),
})
const accountRoute = createRoute({
  getParentRoute,
  path: '/settings/account',
  component: lazyRouteComponent(() => import('./account-settings.tsx'), 'AccountSettings'),
})

/** What the project and the installation are set to, and oneself. */
export const settingsRoutes = [
  projectSettingsRoute,
  environmentsRoute,
  keysRoute,
  membersRoute,
  webhooksRoute,
  targetingRoute,
  retentionRoute,
  snippetsRoute,
  accountRoute,
]
