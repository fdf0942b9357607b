import type { z } from 'zod'
import type { Experiment } from '../../src/contract/experiment.ts'
import type { Report } from '../../src/contract/report.ts'
import { lifecycle, reports, resources } from '../../src/contract/routes.ts'
import { openShop, type TestAssay } from '../assay.ts'

export const params = { project: 'shop' }
export const at = (key: string) => ({ params: { project: 'shop', key } })
export const dayMs = 86_400_000

/** A shop with purchases, a purchase rate and a revenue metric. */
export async function openMeasuredShop(
  options: Parameters<typeof openShop>[0] = {},
): Promise<TestAssay & { key1: string }> {
  const assay = await openShop(options)
  const { call } = assay
  const properties = { amount: { type: 'number' as const }, plan: { type: 'string' as const } }
  for (const key of ['buy', 'visit'])
    await call(resources.events.create, { params, body: { key, owner: 'shop', purpose: 'test', properties } })
  const total = { event: 'buy', property: 'amount' }
  for (const body of [
    { key: 'buy-rate', name: 'Buy rate', formula: { kind: 'proportion' as const, event: 'buy' } },
    { key: 'revenue', name: 'Revenue', formula: { kind: 'mean' as const, total } },
    {
      key: 'basket',
      name: 'Basket',
      formula: { kind: 'ratio' as const, numerator: total, denominator: { event: 'buy' } },
    },
  ])
    await call(resources.metrics.create, { params, body })
  const key1 = await assay.key({ kind: 'server', name: 'backend', project: 'shop', environment: 'production' })
  return { ...assay, key1 }
}

/** An experiment on a flag of its own that serves it, started. */
export async function startExperiment(
  assay: TestAssay,
  key: string,
  more: Partial<z.input<typeof Experiment>> = {},
): Promise<void> {
  const { call } = assay
  const variants = ['standard', 'simple'].map(variant => ({ key: variant, value: variant }))
  const flag = await call(resources.flags.create, {
    params,
    body: {
      key: `flag-${key}`,
      name: key,
      type: 'string',
      variants,
      off: 'standard',
      environments: { production: { on: true, fallthrough: 'standard' } },
    },
  })
  await call(resources.experiments.create, {
    params,
    body: {
      key,
      name: key,
      flag: `flag-${key}`,
      environment: 'production',
      variants: variants.map(variant => ({ variant: variant.key, weight: 50 })),
      control: 'standard',
      metrics: [
        { metric: 'buy-rate', role: 'success' },
        { metric: 'revenue', role: 'secondary' },
      ],
      ...more,
    },
  })
  await call(resources.flags.change, {
    ...at(`flag-${key}`),
    body: { environments: { production: { rules: [{ id: 'try', serve: { experiment: key } }] } } },
    ifMatch: flag.etag ?? '',
  })
  await call(lifecycle.start, { ...at(key), ifMatch: '"1"', query: { why: 'its events come afterwards' } })
}

/** A unit that meets a variant and perhaps buys a minute later. */
export type Visitor = { id: string; variant: string; bought: boolean; country?: string; plan?: string }

/** Visitors in turns, of whom `bought` of 10 buy: by variant. */
export function visitors(from: number, count: number, bought: Record<string, number>): Visitor[] {
  return Array.from({ length: count }, (_, i) => {
    const variant = i % 2 === 0 ? 'standard' : 'simple'
    return {
      id: `u${from + i}`,
      variant,
      bought: Math.floor(i / 2) % 10 < (bought[variant] ?? 0),
      country: i % 4 < 2 ? 'DE' : 'FR',
    }
  })
}

/** Sends what visitors did from a moment on. */
export async function send(
  assay: TestAssay & { key1: string },
  experiment: string,
  who: Visitor[],
  atMs: number,
): Promise<void> {
  const events = who.flatMap(({ id, variant, bought, country, plan }) => {
    const time = new Date(atMs).toISOString()
    const exposure = {
      id: `${experiment}-${id}`,
      event: '$exposure',
      time,
      user_id: id,
      ...(country === undefined ? {} : { context: { country } }),
      properties: { experiment, phase: 1, variant },
    }
    const own = plan === undefined ? {} : { plan }
    const visit = {
      id: `v-${experiment}-${id}`,
      event: 'visit',
      time: new Date(atMs - 1000).toISOString(),
      user_id: id,
      properties: own,
    }
    const buy = {
      id: `b-${experiment}-${id}`,
      event: 'buy',
      time: new Date(atMs + 60_000).toISOString(),
      user_id: id,
      properties: { amount: 20 + ((id.length + id.charCodeAt(id.length - 1)) % 7), ...own },
    }
    return [visit, exposure, ...(bought ? [buy] : [])]
  })
  for (let i = 0; i < events.length; i += 900) {
    const answer = await assay.send(assay.key1, events.slice(i, i + 900))
    const { valid } = (await answer.json()) as { valid: number }
    if (valid !== Math.min(900, events.length - i)) throw new Error(`only ${valid} events were valid`)
  }
}

/** The report of an experiment now. */
export async function reportOn(assay: TestAssay, key: string): Promise<Report> {
  return (await assay.call(reports.report, at(key))).body
}
