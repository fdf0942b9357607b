import type { EventDefinition } from '../contract/event-definition.ts'
import type { TailEvent, TailQuery, TailVerdict } from '../contract/live.ts'
import { masked } from '../core/privacy/mask.ts'
import type { JournalRecord } from '../store/events/event-store.ts'

/** An event as readers of the stream see it. Nothing is taken from a quarantined event but its outside. */
export function tailEventOf(
  record: JournalRecord,
  verdict: TailVerdict,
  definition: EventDefinition | undefined,
): TailEvent {
  const { environment, id, event, quarantine } = record
  return {
    type: 'event',
    verdict,
    environment,
    id,
    event,
    ...(quarantine ? {} : { time: iso(record.time) }),
    received: iso(record.received),
    units: record.units,
    context: record.context ?? contextIn(quarantine?.raw),
    properties: masked(definition, record.properties),
    ...(quarantine ? { reason: quarantine.reason, detail: quarantine.detail } : {}),
  }
}

/** Whether a reader wants an event. */
export function isWanted(event: TailEvent, query: TailQuery): boolean {
  return (
    (query.event === undefined || event.event === query.event) &&
    (query.verdict === undefined || event.verdict === query.verdict) &&
    (query.environment === undefined || event.environment === query.environment) &&
    (query.platform === undefined || event.context.platform === query.platform) &&
    (query.unit === undefined || Object.values(event.units).includes(query.unit))
  )
}

/** Where a quarantined event came from, as far as it says so in a way that can be read. */
function contextIn(raw: unknown): Record<string, string> {
  const context = typeof raw === 'object' && raw !== null && 'context' in raw ? raw.context : undefined
  const platform =
    typeof context === 'object' && context !== null && 'platform' in context ? context.platform : undefined
  return typeof platform === 'string' ? { platform } : {}
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
