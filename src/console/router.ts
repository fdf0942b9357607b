import { type AnyRouter, createRouter } from '@tanstack/react-router'
import { onSignedOut } from './data/query-client.ts'
import { forgetSession } from './data/session.ts'
import { paths } from './paths.ts'
import { screens } from './screens.ts'
import { FailedScreen } from './shell/failed-screen.tsx'
import { focusHeading } from './shell/focus-heading.ts'
import { MissingScreen } from './shell/missing-screen.tsx'
import { PendingScreen } from './shell/pending-screen.tsx'

/** Knows every address of the console. Code of a screen is loaded when a link to it is pointed at. */
export const router: AnyRouter = createRouter({
  routeTree: screens,
  defaultPreload: 'intent',
  // What stands behind the question mark is text, as everywhere else on the web.
  parseSearch: text => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: search => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    return text === '' ? '' : `?${text}`
  },
  defaultErrorComponent: FailedScreen,
  defaultNotFoundComponent: MissingScreen,
  defaultPendingComponent: PendingScreen,
  defaultPendingMs: 300,
  scrollRestoration: true,
})

router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
  // On the first page the reader starts at the top, with the skip link.
  if (fromLocation && pathChanged) focusHeading()
})

onSignedOut(() => {
  const { location } = router.state
  if (location.pathname === paths.signIn()) return
  forgetSession()
  void router.navigate({ to: paths.signIn(), search: { next: location.href } })
})
