import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchTexts } from '../parts/search-texts.ts'
import { projectRoute } from '../root.tsx'

/** The draft that is being set up, and how far; without a draft nothing is on the server yet. */
export type WizardSearch = { draft?: string; step?: string }

export const wizardRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/experiments/new',
  validateSearch: (search: Record<string, unknown>): WizardSearch => searchTexts(search, ['draft', 'step']),
  component: lazyRouteComponent(() => import('./wizard.tsx'), 'Wizard'),
})

/** Setting up an experiment, from the question to its start. */
export const wizardRoutes = [wizardRoute]
