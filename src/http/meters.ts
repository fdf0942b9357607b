import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the server counts about itself, in Prometheus' terms. */
export type Meters = ReturnType<typeof openMeters>

export function openMeters(pendingBytes: () => number) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({
    name: 'assay_journal_pending_bytes',
    help: 'Bytes of accepted events waiting for the disk',
    registers,
    collect() {
      this.set(pendingBytes())
    },
  })
  return {
    registry,
    requests: new Counter({
      name: 'assay_http_requests_total',
      help: 'Requests answered',
      labelNames: ['route', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'assay_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['route'],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    events: new Counter({
      name: 'assay_events_total',
      help: 'Events taken, by verdict',
      labelNames: ['verdict'],
      registers,
    }),
    loadedSegments: new Counter({
      name: 'assay_segments_loaded_total',
      help: 'Journal segments made queryable',
      registers,
    }),
    loadFailures: new Counter({
      name: 'assay_segment_load_failures_total',
      help: 'Failed attempts to load a segment',
      registers,
    }),
  }
}
