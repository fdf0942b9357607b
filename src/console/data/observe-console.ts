import type { AnyRouter } from '@tanstack/react-router'
import { beginObserving, keepScreen, observe, observeFailure } from './observe.ts'

const projectPattern = '/p/$project'
const wizardPattern = '/p/$project/experiments/new'
const steps = /^[a-z-]{1,30}$/

/** Counts the screens somebody sees inside a project, the steps of the wizard, and the console's own failures. */
export function startObserving(router: AnyRouter): void {
  let last = ''
  router.subscribe('onRendered', ({ toLocation }) => {
    const pattern = String(router.state.matches.at(-1)?.fullPath ?? '/')
    keepScreen(pattern)
    const step = (toLocation.search as { step?: unknown }).step
    const place = pattern === wizardPattern ? `${pattern} ${step}` : pattern
    if (!pattern.startsWith(projectPattern) || place === last) return
    if (last.split(' ')[0] !== pattern)
      observe({ event: 'screen_viewed', properties: { screen: pattern, width: width() } })
    if (pattern === wizardPattern && typeof step === 'string' && steps.test(step))
      observe({ event: 'wizard_step_reached', properties: { step } })
    last = place
    // Whoever is inside a project is signed in, and there is something to observe beside an empty house.
    beginObserving()
  })
  addEventListener('error', ({ error }) => observeFailure(error, 'script'))
  addEventListener('unhandledrejection', ({ reason }) => observeFailure(reason, 'promise'))
}

function width(): 'narrow' | 'medium' | 'wide' {
  if (innerWidth < 768) return 'narrow'
  return innerWidth < 1200 ? 'medium' : 'wide'
}
