import { audienceRoutes } from './audiences/routes.tsx'
import { auditRoutes } from './audit/routes.tsx'
import { experimentRoutes } from './experiments/routes.tsx'
import { flagRoutes } from './flags/routes.tsx'
import { healthRoutes } from './health/routes.tsx'
import { homeRoutes } from './home/routes.tsx'
import { layerRoutes } from './layers/routes.tsx'
import { modelRoutes } from './model/routes.tsx'
import { reportRoutes } from './report/routes.tsx'
import { projectRoute, rootRoute } from './root.tsx'
import { settingsRoutes } from './settings/routes.tsx'
import { signInRoutes } from './sign-in/routes.tsx'
import { streamRoutes } from './stream/routes.tsx'
import { wizardRoutes } from './wizard/routes.tsx'

// A new screen is one import above and one line here: its routes, made with createRoute in src/console/<screen>/routes.tsx.
const inProject = [
  // Every screen of a project, in any order.
  ...homeRoutes,
  ...experimentRoutes,
  ...wizardRoutes,
  ...layerRoutes,
  ...flagRoutes,
  ...audienceRoutes,
  ...modelRoutes,
  ...streamRoutes,
  ...reportRoutes,
  ...healthRoutes,
  ...auditRoutes,
  ...settingsRoutes,
]

/** Every screen there is. */
export const screens = rootRoute.addChildren([...signInRoutes, projectRoute.addChildren(inProject)])
