import { Tooltip } from '@mantine/core'
import { type ReactElement, useEffect, useId, useState } from 'react'
import type { Hint } from './watch-hints.ts'

/** One hint at its element; what has the focus is described by it for those who listen. */
export function HintTip({ hint: { target, label, focused } }: { hint: Hint }): ReactElement {
  const id = useId()
  const [placedAt, setPlacedAt] = useState<HTMLElement>()
  // It learns where it belongs before it opens: otherwise it would show in a corner first.
  useEffect(() => setPlacedAt(target), [target])
  useEffect(() => {
    if (focused === undefined) return
    const described = focused.getAttribute('aria-describedby')
    focused.setAttribute('aria-describedby', described === null ? id : `${described} ${id}`)
    return () => {
      if (described === null) focused.removeAttribute('aria-describedby')
      else focused.setAttribute('aria-describedby', described)
    }
  }, [focused, id])
  return (
    <Tooltip
      target={target}
      opened={placedAt === target}
      label={<span id={id}>{label}</span>}
      withArrow
      multiline
      maw="min(25rem, calc(100vw - 1rem))"
    />
  )
}
