import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Lineage, LineageEdge, LineageNode, LineageNoun } from '../../contract/lineage.ts'
import type { ReviewDecision } from '../../contract/privacy.ts'
import { personalIn, reviewStatusOf } from '../privacy/review.ts'
import type { Definitions } from './approval.ts'
import { propertyIn } from './dimension.ts'
import { eventsOf } from './reference.ts'

/** An incident that is open. */
export type OpenIncident = { id: string; event: string; property?: string | undefined; check: string; detail: string }

/** Everything a lineage is made of: the active definitions, the privacy decisions (newest first) and the open incidents. */
export type LineageSources = {
  definitions: Pick<
    Definitions,
    'events' | 'metrics' | 'experiments' | 'flags' | 'holdouts' | 'dimensions' | 'webhooks'
  >
  decisions: readonly ReviewDecision[]
  incidents: readonly OpenIncident[]
}

/** Names a node: `event:purchase_complete`. */
export function nodeId(noun: LineageNoun, key: string): string {
  return `${noun}:${key}`
}

/** Everything that feeds anything, and what it feeds. Edges lead from what is read to what reads it. */
export function lineageOf(sources: LineageSources): Lineage {
  const edges = [
    ...fromEvents(sources),
    ...fromMetrics(sources),
    ...fromExperiments(sources),
    ...fromDimensions(sources),
    ...fromMonitors(sources),
  ]
  const nodes = new Map(definedNodes(sources).map(node => [node.id, node]))
  for (const id of edges.flatMap(({ from, to }) => [from, to])) if (!nodes.has(id)) nodes.set(id, missingNode(id))
  return { nodes: [...nodes.values()], edges: distinct(edges) }
}

/** The part of a lineage that one thing rests on, however far back, and that rests on it; undefined when it is not there. */
export function lineageAround({ nodes, edges }: Lineage, id: string): Lineage | undefined {
  if (!nodes.some(node => node.id === id)) return undefined
  const before = reached(id, edges, ({ to, from }) => [to, from])
  const after = reached(id, edges, ({ from, to }) => [from, to])
  // Between two things that rest on this one, only what comes by way of it is shown.
  const kept = edges.filter(
    ({ from, to }) => (before.has(from) && before.has(to)) || (after.has(from) && after.has(to)),
  )
  return { nodes: nodes.filter(node => before.has(node.id) || after.has(node.id)), edges: kept }
}

function reached(
  start: string,
  edges: readonly LineageEdge[],
  ends: (edge: LineageEdge) => [string, string],
): ReadonlySet<string> {
  const next = new Map<string, string[]>()
  for (const [at, to] of edges.map(ends)) next.set(at, [...(next.get(at) ?? []), to])
  const seen = new Set([start])
  for (const id of seen) for (const to of next.get(id) ?? []) seen.add(to)
  return seen
}

function fromEvents({ definitions: { events } }: LineageSources): LineageEdge[] {
  return [...events.values()].flatMap(({ definition: { key, properties, expect } }) => {
    const completeness = expect?.completeness
    return [
      ...Object.keys(properties).map(name => edge('event', key, 'property', `${key}.${name}`, 'has')),
      ...(completeness === undefined
        ? []
        : [edge('event', completeness.against, 'event', key, `completeness by ${completeness.by}`)]),
    ]
  })
}

function fromMetrics({ definitions: { metrics } }: LineageSources): LineageEdge[] {
  return [...metrics.values()].flatMap(({ definition: { key, formula } }) =>
    eventsOf(formula).flatMap(({ event, path, measured, filtered }) => [
      edge('event', event, 'metric', key, partOf(formula.kind, path)),
      ...(measured === undefined ? [] : [edge('property', `${event}.${measured}`, 'metric', key, 'measured')]),
      ...filtered.map(name => edge('property', `${event}.${name}`, 'metric', key, 'filtered by')),
    ]),
  )
}

// `/formula/steps/0` is step 1 of a funnel, `/formula/numerator` the numerator of a ratio.
function partOf(kind: string, path: string): string {
  const [part, place] = path.split('/').slice(2)
  if (part === undefined) return kind
  return place === undefined ? part : `${part === 'steps' ? 'step' : part} ${Number(place) + 1}`
}

function fromExperiments({ definitions: { experiments, flags, holdouts } }: LineageSources): LineageEdge[] {
  return [
    ...[...experiments.values()].flatMap(({ definition: { key, flag, metrics } }) => [
      ...metrics.map(({ metric, role }) => edge('metric', metric, 'experiment', key, `${role} metric`)),
      edge('experiment', key, 'flag', flag, 'tries its variants'),
    ]),
    ...[...flags.values()].flatMap(({ definition: { key, measurement } }) =>
      (measurement?.metrics ?? []).map(({ metric, role }) => edge('metric', metric, 'flag', key, `${role} metric`)),
    ),
    ...[...holdouts.values()].flatMap(({ definition: { key, environment, layers } }) =>
      [...experiments.values()]
        .filter(
          ({ definition: { environment: where, layer } }) =>
            where === environment && (layers === undefined || (layer !== undefined && layers.includes(layer))),
        )
        .map(({ definition }) => edge('holdout', key, 'experiment', definition.key, 'keeps units out')),
    ),
  ]
}

function fromDimensions({ definitions: { dimensions } }: LineageSources): LineageEdge[] {
  return [...dimensions.values()].flatMap(({ definition: { key, source } }) =>
    propertyIn(source).event === '' ? [] : [edge('property', source, 'dimension', key, 'values')],
  )
}

function fromMonitors({ definitions: { events, webhooks }, incidents }: LineageSources): LineageEdge[] {
  return [
    ...incidents
      .filter(({ event }) => events.has(event))
      .flatMap(({ id, event, property, check }) => [
        edge('event', event, 'incident', id, check),
        ...(property === undefined ? [] : [edge('property', `${event}.${property}`, 'incident', id, check)]),
      ]),
    ...[...webhooks.values()].flatMap(({ definition: { key, events: told } }) =>
      [...events.keys()].map(event => edge('event', event, 'webhook', key, told.join(', '))),
    ),
  ]
}

function definedNodes({ definitions, decisions, incidents }: LineageSources): LineageNode[] {
  const { events, metrics, experiments, flags, holdouts, dimensions, webhooks } = definitions
  const of = (noun: LineageNoun, key: string, name: string, owner: string | undefined, status = 'active') => ({
    id: nodeId(noun, key),
    noun,
    key,
    name,
    ...(owner === undefined ? {} : { owner }),
    status,
  })
  const all = <One>(map: ReadonlyMap<string, { definition: One }>) => [...map.values()].map(one => one.definition)
  return [
    ...all(events).flatMap(event => [
      of('event', event.key, event.key, event.owner),
      ...Object.keys(event.properties).map(name =>
        of('property', `${event.key}.${name}`, name, event.owner, propertyStatus(event, name, decisions)),
      ),
    ]),
    ...all(metrics).map(({ key, name, owner }) => of('metric', key, name, owner)),
    ...all(experiments).map(({ key, name, owner, run }) => of('experiment', key, name, owner, run.status)),
    ...all(flags).map(({ key, name, owner }) => of('flag', key, name, owner)),
    ...all(holdouts).map(({ key, name }) => of('holdout', key, name, undefined)),
    ...all(dimensions).map(({ key, name }) => of('dimension', key, name ?? key, undefined)),
    ...all(webhooks).map(({ key }) => of('webhook', key, key, undefined)),
    ...incidents
      .filter(({ event }) => events.has(event))
      .map(({ id, detail }) => of('incident', id, detail, undefined, 'open')),
  ]
}

function propertyStatus(event: EventDefinition, name: string, decisions: readonly ReviewDecision[]): string {
  const personal = personalIn(event).find(({ property }) => property === name)
  return personal === undefined ? 'active' : reviewStatusOf(personal, decisions).status
}

// What is named and not defined, as when a definition was archived since.
function missingNode(id: string): LineageNode {
  const split = id.indexOf(':')
  const key = id.slice(split + 1)
  return { id, noun: id.slice(0, split) as LineageNoun, key, name: key, status: 'missing' }
}

function edge(from: LineageNoun, fromKey: string, to: LineageNoun, toKey: string, via: string): LineageEdge {
  return { from: nodeId(from, fromKey), to: nodeId(to, toKey), via }
}

function distinct(edges: readonly LineageEdge[]): LineageEdge[] {
  return [...new Map(edges.map(one => [JSON.stringify(one), one])).values()]
}
