import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** What the catalogue is narrowed to. */
export type CatalogSearch = { q?: string; kind?: string; owner?: string; only?: string }
/** The open part of an event, and the stretch of time its rows are of. */
export type EventSearch = { tab?: string; history?: string; hours?: string }
/** What the chart of a metric shows. */
export type MetricSearch = { history?: string; days?: string; by?: string }
/** What a new event starts with: its name, `name:type` of its properties, and the property looked at. */
export type EditSearch = { key?: string; properties?: string; focus?: string; like?: string }
export type ProposalSearch = { status?: string }
/** The node in focus, and whether only what is connected with it is drawn. */
export type LineageSearch = { focus?: string; only?: string }
export type ReviewSearch = { show?: string; q?: string }

type Search = Record<string, unknown>

const catalogRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model',
  validateSearch: (search: Search): CatalogSearch => searchTexts(search, ['q', 'kind', 'owner', 'only']),
  component: lazyRouteComponent(() => import('./catalog.tsx'), 'Catalog'),
})
const eventRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/events/$key',
  validateSearch: (search: Search): EventSearch => searchTexts(search, ['tab', 'history', 'hours']),
  component: lazyRouteComponent(() => import('./event-screen.tsx'), 'EventScreen'),
})
const newEventRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/new-event',
  validateSearch: (search: Search): EditSearch => searchTexts(search, ['key', 'properties', 'focus', 'like']),
  component: lazyRouteComponent(() => import('./event-editor.tsx'), 'NewEvent'),
})
const editEventRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/events/$key/edit',
  validateSearch: (search: Search): EditSearch => searchTexts(search, ['properties', 'focus']),
  component: lazyRouteComponent(() => import('./event-editor.tsx'), 'EditEvent'),
})
const metricRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/metrics/$key',
  validateSearch: (search: Search): MetricSearch => searchTexts(search, ['history', 'days', 'by']),
  component: lazyRouteComponent(() => import('./metric-screen.tsx'), 'MetricScreen'),
})
const newMetricRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/new-metric',
  validateSearch: (search: Search): EditSearch => searchTexts(search, ['key', 'like']),
  component: lazyRouteComponent(() => import('./metric-editor.tsx'), 'NewMetric'),
})
const editMetricRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/metrics/$key/edit',
  component: lazyRouteComponent(() => import('./metric-editor.tsx'), 'EditMetric'),
})
const proposalsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/proposals',
  validateSearch: (search: Search): ProposalSearch => searchTexts(search, ['status']),
  component: lazyRouteComponent(() => import('./proposal-list.tsx'), 'ProposalList'),
})
const proposalRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/proposals/$key',
  component: lazyRouteComponent(() => import('./proposal-screen.tsx'), 'ProposalScreen'),
})
const lineageRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/lineage',
  validateSearch: (search: Search): LineageSearch => searchTexts(search, ['focus', 'only']),
  component: lazyRouteComponent(() => import('../lineage/lineage-screen.tsx'), 'LineageScreen'),
})
const reviewsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/model/reviews',
  validateSearch: (search: Search): ReviewSearch => searchTexts(search, ['show', 'q']),
  component: lazyRouteComponent(() => import('../reviews/review-screen.tsx'), 'ReviewScreen'),
})

/** What is measured: the catalogue, each event and metric, proposals, lineage and privacy reviews. */
export const modelRoutes = [
  catalogRoute,
  eventRoute,
  newEventRoute,
  editEventRoute,
  metricRoute,
  newMetricRoute,
  editMetricRoute,
  proposalsRoute,
  proposalRoute,
  lineageRoute,
  reviewsRoute,
]
