import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Experiment } from '../../contract/experiment.ts'
import type { Metric } from '../../contract/metric.ts'
import type { Issue } from '../../contract/problem.ts'
import { branchesOf } from '../metrics/funnel-kinds.ts'
import { eventsOf } from './reference.ts'

type Known<Definition> = ReadonlyMap<string, { definition: Definition }>

/** What is wrong with a metric beside events that do not exist. */
export function metricIssues(events: Known<EventDefinition>, metric: Metric): Issue[] {
  return [...readIssues(events, metric), ...funnelIssues(metric), ...anyEventIssues(metric)]
}

/** Who was active in some calendar days is no outcome of an exposure: why a metric may not become such a one while experiments use it. */
export function activeUses({ key, formula }: Metric, experiments: readonly Experiment[]): Issue[] {
  if (formula.kind !== 'active') return []
  return experiments
    .filter(({ metrics }) => metrics.some(({ metric }) => metric === key))
    .map(experiment => ({
      path: '/formula/kind',
      message: `experiment ${experiment.key} uses it, and active counts units by calendar days; make it a proportion there`,
    }))
}

/** Why some of the metrics named may not be measured by exposures. */
export function activeIssues(metrics: Known<Metric>, named: readonly { metric: string }[], at = ''): Issue[] {
  return named.flatMap(({ metric }, index) => {
    const formula = metrics.get(metric)?.definition.formula
    if (formula?.kind !== 'active') return []
    const event = formula.event === undefined ? '' : ` of ${formula.event}`
    return [
      {
        path: `${at}/metrics/${index}/metric`,
        message: `${metric} counts active units by calendar days; use a proportion${event} in an experiment`,
      },
    ]
  })
}

function readIssues(events: Known<EventDefinition>, metric: Metric): Issue[] {
  return eventsOf(metric.formula).flatMap(({ event, properties, filtered, measured, path }) => {
    const definition = events.get(event)?.definition
    if (!definition) return []
    const typeOf = (property: string) => definition.properties[property]?.type
    const unknown = properties.filter(property => !(property in definition.properties))
    const times = filtered.filter(property => typeOf(property) === 'timestamp')
    const type = measured === undefined ? undefined : typeOf(measured)
    return [
      ...unknown.map(property => ({ path, message: `event ${event} has no property ${property}` })),
      ...times.map(property => ({
        path: `${path}/where/${property}`,
        message: `${property} is a timestamp; events are filtered by texts, numbers and booleans only`,
      })),
      ...(type === undefined || type === 'number' || type === 'integer'
        ? []
        : [{ path: `${path}/property`, message: `${measured} is ${type}; only numbers can be added up` }]),
    ]
  })
}

function funnelIssues({ formula }: Metric): Issue[] {
  if (formula.kind !== 'funnel' || branchesOf(formula.steps) !== undefined) return []
  const message =
    'one event could be too many of the steps at once; tell them apart by their names, or by values of one property'
  return [{ path: '/formula/steps', message }]
}

function anyEventIssues({ formula }: Metric): Issue[] {
  if (formula.kind !== 'active' || formula.event !== undefined || formula.where === undefined) return []
  return [{ path: '/formula/where', message: 'values are those of an event; name the event, or leave them out' }]
}
