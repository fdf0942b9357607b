import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { App } from '../../../src/console/app.tsx'
import { requireSession } from '../../../src/console/root.tsx'
import { Charts } from './charts.tsx'
import { Dialogs } from './dialogs.tsx'
import { FlagForm } from './flag-form.tsx'
import { Hints } from './hints.tsx'
import { LongList } from './long-list.tsx'
import { Tail } from './tail.tsx'

const rootRoute = createRootRoute({
  beforeLoad: requireSession,
  component: () => (
    <main>
      <Outlet />
    </main>
  ),
})
const pages = {
  list: LongList,
  charts: Charts,
  dialogs: Dialogs,
  hints: Hints,
  'p/$project/flags/$key': FlagForm,
  tail: Tail,
}
const routes = Object.entries(pages).map(([path, component]) =>
  createRoute({ getParentRoute: () => rootRoute, path: `/${path}`, component }),
)
const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has a #root')

createRoot(root).render(<App router={createRouter({ routeTree: rootRoute.addChildren(routes) })} />)
