import { health } from '../contract/telemetry-routes.ts'
import { baselineOf, firstEvent } from '../core/health/baseline.ts'
import { dayHours, type EventSeries, weekHours, windowSum } from '../core/health/series.ts'
import { projectOf } from '../http/definition.ts'
import { type Server, serve } from '../http/server.ts'
import type { Platform } from '../platform.ts'

const hourMs = 3_600_000
/** As many weeks as baselines look back. */
const baselineHours = 8 * weekHours
/** So many standard deviations around what is usual hold 19 of 20 stretches. */
const deviations = 2

type Wanted = { project: string; environment: string; untilHour: number; days: number; bucketHours: number }

/** How many events came in, stretch by stretch, beside how many usually do. */
export function serveVolumes(server: Server): void {
  const { platform } = server
  serve(server, health.volumes, async ({ params, query }) => {
    const project = projectOf(platform.control, params)
    const { environment, event, days, bucketHours } = query
    const untilHour = Math.floor(platform.now() / hourMs)
    const wanted = { project, environment, untilHour, days, bucketHours }
    const items = []
    for (const { definition } of platform.control.snapshot(project).events.values())
      if (event === undefined || event === definition.key) items.push(await volumeOf(platform, wanted, definition.key))
    return { body: { until: new Date(untilHour * hourMs).toISOString(), bucketHours, items } }
  })
}

async function volumeOf({ events }: Platform, wanted: Wanted, event: string) {
  const { project, environment, untilHour, days, bucketHours } = wanted
  const known = days * dayHours + baselineHours
  // Without its properties no value is read.
  const series = await events.hours(project, environment, { key: event, properties: {} }, untilHour - known, untilHour)
  const first = firstEvent(series.valid)
  const buckets = []
  for (let place = Math.floor((days * dayHours) / bucketHours) - 1; place >= 0; place -= 1) {
    const last = known - 1 - place * bucketHours
    buckets.push({
      start: new Date((untilHour - (place + 1) * bucketHours) * hourMs).toISOString(),
      ...countsOf(series, last, bucketHours),
      ...usualOf(series, last, bucketHours, first),
    })
  }
  return { event, buckets }
}

function countsOf({ valid, quarantined, duplicate, late }: EventSeries, last: number, width: number) {
  const sum = (hours: ArrayLike<number>) => windowSum(hours, last, width)
  return { valid: sum(valid), quarantined: sum(quarantined), duplicate: sum(duplicate), late: sum(late) }
}

function usualOf({ valid }: EventSeries, last: number, width: number, first: number) {
  const baseline = baselineOf(valid, last, width, first)
  if (baseline === undefined) return {}
  const { expected, dispersion } = baseline
  const around = deviations * Math.sqrt(expected * dispersion)
  return { usual: { expected, low: Math.max(0, expected - around), high: expected + around } }
}
