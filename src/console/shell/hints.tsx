import type { AnyRouter } from '@tanstack/react-router'
import { lazy, type ReactElement, Suspense, useEffect, useState } from 'react'
import { type Hint, watchHints } from './watch-hints.ts'

const HintTip = lazy(() => import('./hint-tip.tsx').then(module => ({ default: module.HintTip })))

/** The hints of the whole page, dialogs included: one tip for all elements, made when the first one is wanted. */
export function Hints({ router }: { router: AnyRouter }): ReactElement | null {
  const [hint, show] = useState<Hint>()
  useEffect(() => {
    const { hide, stop } = watchHints(show)
    const unsubscribe = router.subscribe('onBeforeNavigate', hide)
    return () => {
      unsubscribe()
      stop()
    }
  }, [router])
  if (hint === undefined) return null
  return (
    <Suspense fallback={null}>
      <HintTip hint={hint} />
    </Suspense>
  )
}
