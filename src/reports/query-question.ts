import type { Metric } from '../contract/metric.ts'
import type { Query } from '../contract/query.ts'
import { segmentsMax } from '../core/metrics/plan.ts'
import { type Bucket, bucketsOf, type Calendar, calendarOf } from '../core/metrics/product-calendar.ts'
import { cellsMax } from '../core/metrics/product-plan.ts'
import { find, projectOf } from '../http/definition.ts'
import type { Platform } from '../platform.ts'
import { requireUnveiled } from './query-experiment.ts'
import { invalid } from './query-reading.ts'
import { type Asked, asked, type ReportOn } from './source.ts'

/** A query with everything it names found and its defaults filled in. */
export type Question = {
  project: string
  environment: string
  timeZone: string
  unit: string
  unitField: string
  metric: Metric
  metricVersion: number
  fromMs: number
  untilMs: number
  calendar: Calendar
  buckets: Bucket[]
  /** The experiment whose units are asked for. */
  experiment: Asked | undefined
}

/** Finds what a query is about; a problem when something it names does not exist, does not fit or is too large. */
export async function questionOf(platform: Platform, reportOn: ReportOn, query: Query): Promise<Question> {
  const { control, now } = platform
  const key = projectOf(control, query)
  const { definition: project } = find(control, 'projects', { key })
  const { definition: metric, meta } = find(control, 'metrics', { project: key, key: query.metric })
  const fromMs = Date.parse(query.from)
  const untilMs = Math.min(now(), query.until === undefined ? now() : Date.parse(query.until))
  if (fromMs >= untilMs) throw invalid([{ path: '/from', message: 'from has to be before until, and in the past' }])
  const experiment = await experimentOf(platform, reportOn, key, query, untilMs)
  const unit = query.unit ?? experiment?.experiment.unit ?? 'user'
  const unitField = Object.hasOwn(project.units, unit) ? project.units[unit] : undefined
  if (unitField === undefined)
    throw invalid([{ path: '/unit', message: `the project has no unit ${unit}` }], {
      hint: `Its units are ${Object.keys(project.units).join(', ')}.`,
    })
  const environment = query.environment ?? experiment?.experiment.environment ?? 'production'
  const environments = [...control.snapshot(key).environments.keys()]
  if (!environments.includes(environment))
    throw invalid([{ path: '/environment', message: `there is no environment ${environment}` }], {
      hint: `The environments are ${environments.join(', ')}.`,
    })
  if (experiment !== undefined) requireSame(experiment, unit, environment)
  const { timeZone } = project
  const { calendar, buckets } = calendarFor(query, timeZone, fromMs, untilMs)
  return {
    project: key,
    environment,
    timeZone,
    unit,
    unitField,
    metric,
    metricVersion: meta.version,
    fromMs,
    untilMs,
    calendar,
    buckets,
    experiment,
  }
}

/** The experiment whose units are asked for, up to the end of the question, if its numbers may be seen. */
async function experimentOf(
  platform: Platform,
  reportOn: ReportOn,
  project: string,
  { population }: Query,
  untilMs: number,
): Promise<Asked | undefined> {
  if (population === undefined || !('experiment' in population)) return undefined
  const { experiment: key, phase } = population
  requireUnveiled((await reportOn({ project, key }, { phase })).veiled)
  return asked(platform, { project, key }, { phase, until: new Date(untilMs).toISOString() })
}

function requireSame({ experiment }: Asked, unit: string, environment: string): void {
  if (unit === experiment.unit && environment === experiment.environment) return
  const path = unit === experiment.unit ? '/environment' : '/unit'
  const message = `the experiment ${experiment.key} counts ${experiment.unit} in ${experiment.environment}`
  throw invalid([{ path, message }], { hint: 'Leave it out to ask about the experiment as it is.' })
}

function calendarFor({ bucket, dimension }: Query, timeZone: string, fromMs: number, untilMs: number) {
  const calendar = calendarOf(timeZone)
  if (calendar === undefined)
    throw invalid([{ path: '/project', message: `the time zone of the project, ${timeZone}, does not exist` }], {
      hint: 'Change the timeZone of the project to a name of the time zone database, such as Europe/Berlin.',
    })
  if (fromMs < 0 && bucket !== 'all') throw invalid([{ path: '/from', message: 'calendar buckets begin in 1970' }])
  const buckets = bucketsOf(calendar, bucket, fromMs, untilMs, cellsMax)
  const segments = dimension === undefined ? 1 : segmentsMax + 2
  if (buckets.length * segments > cellsMax)
    throw invalid([{ path: '/bucket', message: `the question has more than ${cellsMax} buckets times segments` }], {
      hint: 'Use larger buckets, a shorter time, or no dimension.',
    })
  return { calendar, buckets }
}
