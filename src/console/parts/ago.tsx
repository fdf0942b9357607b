import type { ReactElement } from 'react'
import { agoText, exactText } from './ago-text.ts'
import { hint } from './hint.ts'
import { useNow } from './use-now.ts'

/** A moment as people say it (3 hours ago), with the exact one on hover and focus. */
export function Ago({ time }: { time: string }): ReactElement {
  const nowMs = useNow()
  return (
    <time {...hint(exactText(time))} dateTime={time}>
      {agoText(Date.parse(time), nowMs)}
    </time>
  )
}
