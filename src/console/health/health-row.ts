import type { CheckName, EventCheck, EventHealth, EventVolume } from '../../contract/health.ts'

/** What one row of the table says: an event with its checks by name, and how many came in. */
export type HealthRow = {
  health: EventHealth
  volume: EventVolume['buckets'] | undefined
  /** Of the last 24 hours; undefined while the volumes are not there. */
  day: DayCounts | undefined
}

export type DayCounts = {
  valid: number
  quarantined: number
  duplicate: number
  late: number
  expected: number | undefined
}

const order = ['failing', 'warning', 'ok', 'unknown']
const dayMs = 86_400_000

/** The rows, the worst first. */
export function healthRows(items: readonly EventHealth[], volumes: readonly EventVolume[] | undefined): HealthRow[] {
  const byEvent = new Map(volumes?.map(({ event, buckets }) => [event, buckets]))
  return items
    .map(health => {
      const volume = byEvent.get(health.event)
      return { health, volume, day: volume && lastDay(volume) }
    })
    .sort((a, b) => rank(a) - rank(b) || a.health.event.localeCompare(b.health.event))
}

/** How bad a row is; 0 is worst. */
export function rank({ health }: HealthRow): number {
  return order.indexOf(health.status)
}

/** The check of a name; of several (one for each property) the worst. */
export function checkOf({ checks }: EventHealth, name: CheckName): EventCheck | undefined {
  const own = checks.filter(({ check }) => check === name)
  return order.flatMap(status => own.find(check => check.status === status) ?? [])[0]
}

/** What a part is of the whole; undefined where nothing came. */
export function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}

function lastDay(buckets: EventVolume['buckets']): DayCounts {
  const lastMs = Date.parse(buckets.at(-1)?.start ?? '')
  const day = buckets.filter(({ start }) => Date.parse(start) > lastMs - dayMs)
  const sum = (of: (bucket: EventVolume['buckets'][number]) => number) => day.reduce((total, one) => total + of(one), 0)
  const known = day.every(({ usual }) => usual !== undefined)
  return {
    valid: sum(({ valid }) => valid),
    quarantined: sum(({ quarantined }) => quarantined),
    duplicate: sum(({ duplicate }) => duplicate),
    late: sum(({ late }) => late),
    expected: known ? sum(({ usual }) => usual?.expected ?? 0) : undefined,
  }
}
