import { hash } from 'node:crypto'
import type { Query, QueryAnswer } from '../contract/query.ts'
import { queries } from '../contract/query-routes.ts'
import type { EventBeneath } from '../contract/report.ts'
import { queryBuckets, queryHints } from '../core/metrics/product-answer.ts'
import { windowStartOf } from '../core/metrics/product-calendar.ts'
import type { ProductAnswer } from '../core/metrics/product-plan.ts'
import { populationText } from '../core/metrics/product-text.ts'
import { canonicalJson } from '../core/model/canonical.ts'
import { eventsOf } from '../core/model/reference.ts'
import { noteReads } from '../http/event-reads.ts'
import { type Call, type Server, serve } from '../http/server.ts'
import type { Platform } from '../platform.ts'
import { experimentCells } from './query-experiment.ts'
import { type Question, questionOf } from './query-question.ts'
import {
  eventNames,
  eventsEver,
  invalid,
  namedIn,
  queryDimension,
  readPersonal,
  requireDefined,
  requireSaid,
} from './query-reading.ts'
import type { ReportOn } from './source.ts'

/** How events are, or were in the time a question is about. */
export type HealthOf = (
  project: string,
  environment: string,
  events: readonly string[],
  during: { fromMs: number; untilMs: number },
) => Promise<EventBeneath[]>

/** Answers a metric over the calendar, under the definition that experiments read too. */
export function serveQuery(server: Server, reportOn: ReportOn, healthOf: HealthOf): void {
  const { platform } = server

  serve(server, queries.query, async ({ body }, call) => {
    const question = await questionOf(platform, reportOn, body)
    const { project, environment, metric, fromMs, untilMs } = question
    const { formula } = metric
    const cells = await cellsOf(platform, call, question, body)
    const read = [...new Set(eventsOf(formula).map(({ event }) => event))]
    const { population } = body
    noteReads(platform, project, population !== undefined && 'event' in population ? [...read, population.event] : read)
    const buckets = queryBuckets(formula, question.buckets, cells, body.dimension !== undefined)
    const answer: QueryAnswer = {
      project,
      environment,
      metric: metric.key,
      name: metric.name,
      kind: formula.kind,
      ...(metric.measure === undefined ? {} : { measure: metric.measure }),
      definitionVersion: question.metricVersion,
      definitionHash: hash('sha256', canonicalJson(formula), 'hex'),
      timeZone: question.timeZone,
      unit: question.unit,
      bucket: body.bucket,
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      population: populationText(formula, question.unit, population, question.experiment?.phase.number),
      ...(body.dimension === undefined ? {} : { dimension: body.dimension }),
      health: await healthOf(project, environment, read, { fromMs, untilMs }),
      buckets,
      hints: queryHints(buckets, untilMs === platform.now()),
    }
    return { body: answer }
  })
}

/** The numbers of a question, once it is clear that the caller may read what it names. */
async function cellsOf(
  { control, events: store, now }: Platform,
  call: Call,
  question: Question,
  query: Query,
): Promise<ProductAnswer> {
  const { project, environment, unitField, metric, buckets, untilMs, calendar, experiment } = question
  const { formula } = metric
  const { population } = query
  const events = eventsEver(control, project)
  const dimension = query.dimension === undefined ? null : queryDimension(control, project, events, query.dimension)
  const member = population !== undefined && 'event' in population ? population : null
  if (member !== null) requireDefined(events, member)
  readPersonal(call, control, project, events, namedIn(formula, dimension, member))
  if (experiment !== undefined && population !== undefined && 'experiment' in population)
    return experimentCells(store, experiment, { population, metric, buckets, untilMs, dimension })
  if (dimension !== null) requireSaid(formula, dimension)
  if (formula.kind === 'active' && member !== null)
    throw invalid([{ path: '/population', message: 'active units are those with the event of the metric' }], {
      hint: 'Name the event in the metric, or leave out the population.',
    })
  const cells = await store.product({
    project,
    environment,
    unitField,
    formula,
    buckets,
    windows: formula.kind === 'active' ? buckets.map(({ endMs }) => windowStartOf(calendar, endMs, formula.days)) : [],
    knownMs: now(),
    member,
    events: eventNames(events),
    dimension,
  })
  if (cells === 'too-many-segments')
    throw invalid([{ path: '/dimension', message: 'the dimension has too many different values' }], {
      hint: 'Use a property with fewer values, such as a band of it.',
    })
  return cells
}
