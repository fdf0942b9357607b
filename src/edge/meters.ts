import { Counter, Gauge } from 'prom-client'
import { type Meters, openMeters } from '../http/meters.ts'

/** What an edge counts beside what every server counts. */
export type EdgeMeters = Meters & { forwarded: Counter }

export function openEdgeMeters(now: { pendingBytes(): number; backlogBytes(): number; streams(): number }): EdgeMeters {
  const meters = openMeters(now.pendingBytes)
  const registers = [meters.registry]
  new Gauge({
    name: 'assay_edge_backlog_bytes',
    help: 'Bytes of acknowledged events waiting to be forwarded',
    registers,
    collect() {
      this.set(now.backlogBytes())
    },
  })
  new Gauge({
    name: 'assay_streams_open',
    help: 'Streams of configuration changes being listened to',
    registers,
    collect() {
      this.set(now.streams())
    },
  })
  return {
    ...meters,
    forwarded: new Counter({
      name: 'assay_edge_forwarded_events_total',
      help: 'Events by what became of them upstream; retry counts every failed attempt, refused those put aside',
      labelNames: ['outcome'],
      registers,
    }),
  }
}
