import type { EventDefinition } from '../../contract/event-definition.ts'
import type { EventHealth } from '../../contract/health.ts'
import type { Lineage, UnusedEvent } from '../../contract/lineage.ts'
import type { Metric } from '../../contract/metric.ts'
import type { Review } from '../../contract/privacy.ts'
import type { HealthStatus } from '../../contract/report.ts'
import { eventsOf } from '../../core/model/reference.ts'
import { formulaText } from '../parts/formula-text.ts'
import type { CatalogSearch } from './routes.tsx'

/** One line of the catalogue: an event or a metric with all that is known about it. */
export type CatalogRow = {
  kind: 'event' | 'metric'
  key: string
  name: string
  about: string
  owner: string | undefined
  purpose: string | undefined
  priority: string | undefined
  source: string | undefined
  health: { status: HealthStatus; detail: string } | undefined
  lastSeen: string | undefined
  volume: number | undefined
  uses: string[]
  unused: UnusedEvent | undefined
  waiting: number
}

type Volume = { event: string; events: number; lastReceived: string }

type Known = {
  events: readonly EventDefinition[]
  metrics: readonly Metric[]
  health: readonly EventHealth[]
  volumes: readonly Volume[]
  unused: readonly UnusedEvent[]
  pending: readonly Review[]
  lineage: Lineage | undefined
}

const badness: readonly HealthStatus[] = ['failing', 'warning', 'unknown', 'ok']

/** Everything that is measured, in one list: events first, each by its key. */
export function catalogRows(known: Known): CatalogRow[] {
  const healthOf = new Map(known.health.map(one => [one.event, one]))
  const volumeOf = new Map(known.volumes.map(one => [one.event, one]))
  const unusedOf = new Map(known.unused.map(one => [one.event, one]))
  const usesOf = usesIn(known.lineage)
  const events = known.events.map((event): CatalogRow => {
    const volume = volumeOf.get(event.key)
    return {
      kind: 'event',
      key: event.key,
      name: event.key,
      about: event.description ?? event.trigger ?? 'not described yet',
      owner: event.owner,
      purpose: event.purpose,
      priority: event.priority,
      source: event.source,
      health: healthOf.get(event.key),
      lastSeen: volume?.lastReceived,
      volume: volume?.events ?? 0,
      uses: usesOf.get(`event:${event.key}`) ?? [],
      unused: unusedOf.get(event.key),
      waiting: known.pending.filter(review => review.event === event.key).length,
    }
  })
  const metrics = known.metrics.map((metric): CatalogRow => {
    const beneath = eventsOf(metric.formula).flatMap(({ event }) => healthOf.get(event) ?? [])
    const worst = beneath.sort((a, b) => badness.indexOf(a.status) - badness.indexOf(b.status))[0]
    return {
      kind: 'metric',
      key: metric.key,
      name: metric.name,
      about: metric.description ?? formulaText(metric.formula),
      owner: metric.owner,
      purpose: undefined,
      priority: undefined,
      source: undefined,
      health: worst && { status: worst.status, detail: `${worst.event}: ${worst.detail}` },
      lastSeen: undefined,
      volume: undefined,
      uses: usesOf.get(`metric:${metric.key}`) ?? [],
      unused: undefined,
      waiting: 0,
    }
  })
  return [...events, ...metrics]
}

/** What reads each thing directly: metrics read events, experiments and flags read metrics. */
function usesIn(lineage: Lineage | undefined): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const readers = ['metric', 'experiment', 'flag', 'dimension']
  for (const { from, to } of lineage?.edges ?? []) {
    const [noun = '', ...key] = to.split(':')
    if (!readers.includes(noun)) continue
    const reader = `${noun} ${key.join(':')}`
    const known = found.get(from) ?? []
    if (!known.includes(reader)) found.set(from, [...known, reader])
  }
  return found
}

/** The rows a person asked for. */
export function narrowedCatalog(rows: readonly CatalogRow[], { q, kind, owner, only }: CatalogSearch): CatalogRow[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(row => {
    if (kind !== undefined && row.kind !== kind) return false
    if (owner !== undefined && row.owner !== owner) return false
    if (only === 'unused' && row.unused === undefined) return false
    if (only === 'unhealthy' && row.health?.status !== 'failing' && row.health?.status !== 'warning') return false
    if (only === 'waiting' && row.waiting === 0) return false
    const text = `${row.key} ${row.name} ${row.about} ${row.owner ?? ''} ${row.purpose ?? ''}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
