import type { Condition } from '../../contract/condition.ts'
import type { Flag, Serve } from '../../contract/flag.ts'
import type { MetricFormula, Total } from '../../contract/metric.ts'
import type { Noun, RecordOf } from '../../contract/noun.ts'
import { propertyIn } from './dimension.ts'

/** One definition naming another, and where in it. */
export type Reference = { noun: Noun; key: string; path: string }

/** Every other definition a definition names. What it names must exist; what is named may not be archived. */
export function referencesOf<N extends Noun>(noun: N, definition: RecordOf<N>): Reference[] {
  return (collectors[noun] as (definition: RecordOf<N>) => Reference[])(definition)
}

const none = (): Reference[] => []

const collectors: { [N in Noun]: (definition: RecordOf<N>) => Reference[] } = {
  projects: none,
  environments: none,
  lists: none,
  attributes: none,
  layers: none,
  events: ({ expect }) =>
    expect?.completeness === undefined
      ? []
      : [{ noun: 'events', key: expect.completeness.against, path: '/expect/completeness/against' }],
  webhooks: none,
  proposals: none,
  flags: ofFlag,
  audiences: audience => ofCondition(audience.condition, '/condition'),
  holdouts: holdout => [
    { noun: 'environments', key: holdout.environment, path: '/environment' },
    ...(holdout.layers ?? []).map((key, index): Reference => ({ noun: 'layers', key, path: `/layers/${index}` })),
  ],
  experiments: experiment => [
    { noun: 'flags', key: experiment.flag, path: '/flag' },
    { noun: 'environments', key: experiment.environment, path: '/environment' },
    ...(experiment.layer === undefined ? [] : [{ noun: 'layers' as const, key: experiment.layer, path: '/layer' }]),
    ...experiment.metrics.map(
      ({ metric }, index): Reference => ({ noun: 'metrics', key: metric, path: `/metrics/${index}/metric` }),
    ),
  ],
  dimensions: ({ source }) =>
    source.includes('.') ? [{ noun: 'events', key: propertyIn(source).event, path: '/source' }] : [],
  metrics: metric => eventsOf(metric.formula).map(({ event, path }) => ({ noun: 'events', key: event, path })),
}

function ofFlag(flag: Flag): Reference[] {
  const references = flag.prerequisites.map(
    ({ flag: key }, index): Reference => ({ noun: 'flags', key, path: `/prerequisites/${index}/flag` }),
  )
  for (const [index, { metric }] of (flag.measurement?.metrics ?? []).entries())
    references.push({ noun: 'metrics', key: metric, path: `/measurement/metrics/${index}/metric` })
  for (const [environment, targeting] of Object.entries(flag.environments)) {
    const at = `/environments/${environment}`
    references.push({ noun: 'environments', key: environment, path: at })
    targeting.rules.forEach((rule, index) => {
      const path = `${at}/rules/${index}`
      if (rule.condition) references.push(...ofCondition(rule.condition, `${path}/condition`))
      references.push(...ofServe(rule.serve, `${path}/serve`))
    })
  }
  return references
}

function ofServe(serve: Serve, path: string): Reference[] {
  return 'experiment' in serve ? [{ noun: 'experiments', key: serve.experiment, path: `${path}/experiment` }] : []
}

function ofCondition(condition: Condition, path: string): Reference[] {
  if ('all' in condition) return condition.all.flatMap((part, index) => ofCondition(part, `${path}/all/${index}`))
  if ('any' in condition) return condition.any.flatMap((part, index) => ofCondition(part, `${path}/any/${index}`))
  if ('not' in condition) return ofCondition(condition.not, `${path}/not`)
  if ('audience' in condition) return [{ noun: 'audiences', key: condition.audience, path: `${path}/audience` }]
  return condition.op === 'in-list' ? [{ noun: 'lists', key: condition.list, path: `${path}/list` }] : []
}

/** An event a metric is computed from: the properties it reads, those it filters by, and the one it takes numbers from. */
export type EventRead = { event: string; path: string; properties: string[]; filtered: string[]; measured?: string }

/** The events a metric is computed from, with the properties it reads. */
export function eventsOf(formula: MetricFormula): EventRead[] {
  const at = '/formula'
  switch (formula.kind) {
    case 'proportion':
      return [eventRead(formula, at)]
    case 'mean':
      return [eventRead(formula.total, `${at}/total`)]
    case 'ratio':
      return [eventRead(formula.numerator, `${at}/numerator`), eventRead(formula.denominator, `${at}/denominator`)]
    case 'funnel':
      return [
        ...formula.steps.map((step, index) => eventRead(step, `${at}/steps/${index}`)),
        ...(formula.exclude ?? []).map((event, index) => eventRead(event, `${at}/exclude/${index}`)),
      ]
    case 'retention':
      return [eventRead(formula, at), ...(formula.start === undefined ? [] : [eventRead(formula.start, `${at}/start`)])]
    case 'quantile':
      return [eventRead(formula, at)]
    case 'active':
      return formula.event === undefined ? [] : [eventRead({ ...formula, event: formula.event }, at)]
  }
}

function eventRead({ event, property, where = {} }: Total, path: string): EventRead {
  const filtered = Object.keys(where)
  if (property === undefined) return { event, path, properties: filtered, filtered }
  return { event, path, properties: [property, ...filtered], filtered, measured: property }
}
