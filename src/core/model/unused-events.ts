import type { EventDefinition } from '../../contract/event-definition.ts'
import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { UnusedEvent } from '../../contract/lineage.ts'
import type { Metric } from '../../contract/metric.ts'
import { eventsOf } from './reference.ts'

/** What there is of an event, and when somebody last asked for it. */
export type EventUse = {
  definition: EventDefinition
  createdAtMs: number
  /** The day of its last read, absent when nobody has read it since reads are remembered. */
  lastRead?: string | undefined
  stored: number
  recent: number
  approximateBytes: number
  lastReceivedMs?: number | undefined
}

const dayMs = 86_400_000

/**
 * The events nobody has read for so many days, the largest first. Younger ones are left out, and so is what is read
 * without being asked for: events beneath a running experiment, and those that others are reconciled against.
 */
export function unusedEvents(given: {
  events: readonly EventUse[]
  metrics: readonly Metric[]
  experiments: readonly ExperimentRecord[]
  /** Reads before this moment are not known. */
  rememberedSinceMs: number
  days: number
  nowMs: number
}): UnusedEvent[] {
  const { events, metrics, experiments, rememberedSinceMs, days, nowMs } = given
  const readers = new Map(events.map(({ definition: { key } }) => [key, metricsReading(metrics, key)]))
  const running = new Set(
    experiments.filter(({ run }) => run.status === 'running').flatMap(one => one.metrics.map(({ metric }) => metric)),
  )
  const compared = new Set(events.flatMap(({ definition }) => definition.expect?.completeness?.against ?? []))
  return events
    .flatMap((use): UnusedEvent[] => {
      const { key, owner, purpose } = use.definition
      const named = readers.get(key) ?? []
      if (compared.has(key) || named.some(metric => running.has(metric))) return []
      // A day is known, not the moment: the whole of it counts as read.
      const lastReadMs = use.lastRead === undefined ? 0 : Date.parse(use.lastRead) + dayMs
      const unreadSinceMs = Math.max(use.createdAtMs, rememberedSinceMs, Math.min(lastReadMs, nowMs))
      if (nowMs - unreadSinceMs < days * dayMs) return []
      return [
        {
          event: key,
          owner,
          purpose,
          metrics: named,
          ...(use.lastRead === undefined ? {} : { lastRead: use.lastRead }),
          unreadSince: new Date(unreadSinceMs).toISOString(),
          events: use.recent,
          stored: use.stored,
          approximateBytes: use.approximateBytes,
          ...(use.lastReceivedMs === undefined ? {} : { lastReceived: new Date(use.lastReceivedMs).toISOString() }),
        },
      ]
    })
    .sort((one, other) => other.approximateBytes - one.approximateBytes || (one.event < other.event ? -1 : 1))
}

function metricsReading(metrics: readonly Metric[], event: string): string[] {
  return metrics.filter(({ formula }) => eventsOf(formula).some(read => read.event === event)).map(({ key }) => key)
}
