import { type ReactElement, useState } from 'react'
import { useStream } from '../../../src/console/data/use-stream.ts'
import { Screen } from '../../../src/console/shell/screen.tsx'
import type { TailMessage } from '../../../src/contract/live.ts'
import { live } from '../../../src/contract/telemetry-routes.ts'

/** Counts the events of the live stream. */
export function Tail(): ReactElement {
  const [seen, setSeen] = useState<TailMessage[]>([])
  const state = useStream(live.stream, { params: { project: 'sneaker-shop' } }, (messages: TailMessage[]) =>
    setSeen(before => [...before, ...messages]),
  )
  return (
    <Screen title="Tail">
      <p>State: {state.is}</p>
      <p>Seen: {seen.length}</p>
    </Screen>
  )
}
