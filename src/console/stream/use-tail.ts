import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Incident } from '../../contract/health.ts'
import type { TailMessage } from '../../contract/live.ts'
import { live } from '../../contract/telemetry-routes.ts'
import type { StreamState } from '../data/use-stream.ts'
import { useStream } from '../data/use-stream.ts'
import { ratesIn, type TailRow, tailRing } from './tail-ring.ts'

const kept = 10_000
const drawMs = 200
const rateSeconds = 60

type Query = {
  event?: string
  verdict?: 'valid' | 'quarantined' | 'duplicate'
  unit?: string
  platform?: string
  environment?: string
}

/** The live stream as far as it is on screen. */
export type Tail = {
  state: StreamState
  rows: TailRow[]
  /** Events that came while the list stood still. */
  waiting: number
  /** Events the server could not send as fast as they came. */
  missed: number
  incidents: Incident[]
  /** Events in each second since this was opened, the last 60 of them. */
  rates: number[]
  clear(): void
  hideMissed(): void
}

/** Follows the stream. While `held`, events are still taken and counted, but the list stays as it is. */
export function useTail(project: string, query: Query, { enabled, held }: { enabled: boolean; held: boolean }): Tail {
  const ring = useMemo(() => tailRing(kept), [])
  const arrivals = useRef(new Map<number, number>())
  const [openedSecond] = useState(() => Math.floor(Date.now() / 1000))
  const [rows, setRows] = useState<TailRow[]>([])
  const [drawn, setDrawn] = useState(0)
  const [added, setAdded] = useState(0)
  const [missed, setMissed] = useState(0)
  const [incidents, setIncidents] = useState<Incident[]>([])
  const [rates, setRates] = useState<number[]>([])

  const state = useStream<typeof live.stream, TailMessage>(
    live.stream,
    { params: { project }, query },
    messages => {
      const events = messages.filter(message => message.type === 'event')
      const second = Math.floor(Date.now() / 1000)
      ring.add(events)
      arrivals.current.set(second, (arrivals.current.get(second) ?? 0) + events.length)
      for (const message of messages) {
        if (message.type === 'missed') setMissed(before => before + message.events)
        if (message.type === 'incident') setIncidents(before => [message.incident as Incident, ...before].slice(0, 5))
      }
    },
    { enabled },
  )

  useEffect(() => {
    const timer = setInterval(() => {
      const count = ring.added()
      setAdded(count)
      if (held) return
      setDrawn(before => {
        if (before !== count) setRows(ring.newestFirst())
        return count
      })
    }, drawMs)
    return () => clearInterval(timer)
  }, [ring, held])

  useEffect(() => {
    const timer = setInterval(() => {
      const second = Math.floor(Date.now() / 1000)
      for (const known of arrivals.current.keys()) if (known < second - rateSeconds) arrivals.current.delete(known)
      setRates(ratesIn(arrivals.current, second, Math.min(rateSeconds, second - openedSecond)))
    }, 1000)
    return () => clearInterval(timer)
  }, [openedSecond])

  const clear = useCallback(() => {
    ring.clear()
    setRows([])
    setDrawn(0)
    setAdded(0)
  }, [ring])
  // Another question: what came under the old one does not belong into this list.
  const asked = JSON.stringify(query)
  const [lastAsked, setLastAsked] = useState(asked)
  useEffect(() => {
    if (asked === lastAsked) return
    setLastAsked(asked)
    setMissed(0)
    clear()
  }, [asked, lastAsked, clear])

  return {
    state,
    rows,
    waiting: Math.max(0, added - drawn),
    missed,
    incidents,
    rates,
    clear,
    hideMissed: () => setMissed(0),
  }
}
