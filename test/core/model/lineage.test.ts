import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventDefinition } from '../../../src/contract/event-definition.ts'
import { Experiment, Holdout } from '../../../src/contract/experiment.ts'
import { Flag } from '../../../src/contract/flag.ts'
import type { Lineage } from '../../../src/contract/lineage.ts'
import { Metric } from '../../../src/contract/metric.ts'
import { Webhook } from '../../../src/contract/webhook.ts'
import { drafted } from '../../../src/core/lifecycle/experiment.ts'
import { lineageAround, lineageOf } from '../../../src/core/model/lineage.ts'

const byKey = <One extends { key: string }>(...definitions: One[]) =>
  new Map(definitions.map(definition => [definition.key, { definition }]))

const text = { type: 'string' as const }
const events = byKey(
  EventDefinition.parse({ key: 'order_created', owner: 'orders', purpose: 'truth', properties: { order_id: text } }),
  EventDefinition.parse({
    key: 'buy',
    owner: 'checkout',
    purpose: 'revenue',
    expect: { completeness: { against: 'order_created', by: 'order_id', min: 0.98 } },
    properties: {
      order_id: text,
      amount: { type: 'number' },
      country: text,
      email: { type: 'string', privacy: { class: 'personal', treatment: 'hash', purpose: 'receipts' } },
    },
  }),
  EventDefinition.parse({ key: 'visit', owner: 'web', purpose: 'funnel' }),
)
const amount = { event: 'buy', property: 'amount' }
const metrics = byKey(
  Metric.parse({ key: 'rate', name: 'Rate', owner: 'growth', formula: { kind: 'proportion', event: 'buy' } }),
  Metric.parse({
    key: 'value',
    name: 'Value',
    formula: { kind: 'ratio', numerator: amount, denominator: { event: 'buy' } },
  }),
  Metric.parse({
    key: 'path',
    name: 'Path',
    formula: { kind: 'funnel', steps: [{ event: 'visit' }, { event: 'buy', where: { country: ['DE'] } }] },
  }),
)
const variants = [
  { key: 'on', value: true },
  { key: 'off', value: false },
]
const flagOf = (key: string, more: object = {}) =>
  Flag.parse({ key, name: key, type: 'boolean', variants, off: 'off', environments: {}, ...more })
const experimentOf = (key: string, metric: string, more: object = {}) =>
  drafted(
    Experiment.parse({
      key,
      name: key,
      flag: 'search',
      environment: 'production',
      variants: variants.map(variant => ({ variant: variant.key, weight: 50 })),
      control: 'off',
      metrics: [{ metric, role: 'success' }],
      ...more,
    }),
  )
const sources: Parameters<typeof lineageOf>[0] = {
  definitions: {
    events,
    metrics,
    experiments: byKey(experimentOf('e1', 'value', { layer: 'top' }), experimentOf('e2', 'rate')),
    flags: byKey(
      flagOf('search'),
      flagOf('sort', { measurement: { goal: 'g', metrics: [{ metric: 'path', role: 'success' }] } }),
    ),
    holdouts: byKey(
      Holdout.parse({ key: 'all', name: 'All', environment: 'production', coverage: 5 }),
      Holdout.parse({ key: 'top', name: 'Top', environment: 'production', coverage: 5, layers: ['top'] }),
      Holdout.parse({ key: 'staging', name: 'Staging', environment: 'staging', coverage: 5 }),
    ),
    dimensions: byKey({ key: 'land', source: 'buy.country' }, { key: 'device', source: 'platform' as const }),
    webhooks: byKey(Webhook.parse({ key: 'pager', url: 'https://example.com/hook' })),
  },
  decisions: [],
  incidents: [{ id: 'i1', event: 'buy', property: 'amount', check: 'drift', detail: 'other amounts' }],
}
const whole = lineageOf(sources)

const arrows = ({ edges }: Lineage) => edges.map(({ from, to, via }) => `${from} -> ${to} (${via})`)
const idsOf = (lineage: Lineage | undefined) => lineage?.nodes.map(({ id }) => id).sort()

describe('lineage', () => {
  it('leads from what is read to what reads it', () => {
    expect(arrows(whole).filter(arrow => !arrow.includes('webhook'))).toEqual([
      'event:order_created -> property:order_created.order_id (has)',
      'event:buy -> property:buy.order_id (has)',
      'event:buy -> property:buy.amount (has)',
      'event:buy -> property:buy.country (has)',
      'event:buy -> property:buy.email (has)',
      'event:order_created -> event:buy (completeness by order_id)',
      'event:buy -> metric:rate (proportion)',
      'event:buy -> metric:value (numerator)',
      'property:buy.amount -> metric:value (measured)',
      'event:buy -> metric:value (denominator)',
      'event:visit -> metric:path (step 1)',
      'event:buy -> metric:path (step 2)',
      'property:buy.country -> metric:path (filtered by)',
      'metric:value -> experiment:e1 (success metric)',
      'experiment:e1 -> flag:search (tries its variants)',
      'metric:rate -> experiment:e2 (success metric)',
      'experiment:e2 -> flag:search (tries its variants)',
      'metric:path -> flag:sort (success metric)',
      'holdout:all -> experiment:e1 (keeps units out)',
      'holdout:all -> experiment:e2 (keeps units out)',
      'holdout:top -> experiment:e1 (keeps units out)',
      'property:buy.country -> dimension:land (values)',
      'event:buy -> incident:i1 (drift)',
      'property:buy.amount -> incident:i1 (drift)',
    ])
    expect(arrows(whole).filter(arrow => arrow.includes('webhook'))).toHaveLength(3)
  })

  it('knows who owns what and where it stands', () => {
    const node = (id: string) => whole.nodes.find(one => one.id === id)
    expect(node('property:buy.amount')).toMatchObject({
      noun: 'property',
      name: 'amount',
      owner: 'checkout',
      status: 'active',
    })
    expect(node('property:buy.email')).toMatchObject({ status: 'pending' })
    expect(node('metric:rate')).toMatchObject({ name: 'Rate', owner: 'growth', status: 'active' })
    expect(node('experiment:e1')).toMatchObject({ status: 'draft' })
    expect(node('incident:i1')).toMatchObject({ name: 'other amounts', status: 'open' })
    expect(new Set(idsOf(whole)).size).toBe(whole.nodes.length)
  })

  it('shows what is named and not there as missing', () => {
    const { definitions } = sources
    const lineage = lineageOf({ ...sources, definitions: { ...definitions, events: new Map(), metrics } })
    expect(lineage.nodes.find(({ id }) => id === 'event:buy')).toMatchObject({ status: 'missing' })
  })

  it('of a property is what reads that property, not what reads its event', () => {
    expect(idsOf(lineageAround(whole, 'property:buy.amount'))).toEqual([
      'event:buy',
      'event:order_created',
      'experiment:e1',
      'flag:search',
      'incident:i1',
      'metric:value',
      'property:buy.amount',
    ])
  })

  it('of an experiment reaches back to properties and forward to its flag', () => {
    expect(idsOf(lineageAround(whole, 'experiment:e1'))).toEqual([
      'event:buy',
      'event:order_created',
      'experiment:e1',
      'flag:search',
      'holdout:all',
      'holdout:top',
      'metric:value',
      'property:buy.amount',
    ])
    expect(lineageAround(whole, 'experiment:none')).toBeUndefined()
  })

  it('around a node is everything on a path through it, and every edge of such a path', () => {
    const graph = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), { maxLength: 20 })
      .map(pairs => pairs.filter(([from, to]) => from < to))
    fc.assert(
      fc.property(graph, fc.integer({ min: 0, max: 7 }), (pairs, start) => {
        const nodes = Array.from({ length: 8 }, (_, n) => ({
          id: `n${n}`,
          noun: 'event' as const,
          key: `${n}`,
          name: '',
          status: 'active',
        }))
        const edges = pairs.map(([from, to]) => ({ from: `n${from}`, to: `n${to}`, via: '' }))
        // Warshall's transitive closure, another way to the same answer.
        const leads = nodes.map((_, row) => nodes.map((_, column) => row === column))
        for (const [from, to] of pairs) set(leads, from, to)
        for (let by = 0; by < 8; by++)
          for (let from = 0; from < 8; from++)
            for (let to = 0; to < 8; to++) if (leads[from]?.[by] && leads[by]?.[to]) set(leads, from, to)
        const around = lineageAround({ nodes, edges }, `n${start}`)
        const reached = nodes.filter((_, n) => leads[start]?.[n] || leads[n]?.[start]).map(({ id }) => id)
        expect(idsOf(around)).toEqual(reached)
        const through = pairs.filter(
          ([from, to]) => (leads[from]?.[start] && leads[to]?.[start]) || (leads[start]?.[from] && leads[start]?.[to]),
        )
        expect(around?.edges).toHaveLength(through.length)
      }),
    )
  })
})

function set(table: boolean[][], row: number, column: number): void {
  const cells = table[row]
  if (cells !== undefined) cells[column] = true
}
