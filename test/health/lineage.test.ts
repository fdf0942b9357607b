import { describe, expect, it } from 'vitest'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { analyses } from '../../src/contract/report-routes.ts'
import { lifecycle, reports, resources } from '../../src/contract/routes.ts'
import { measurement } from '../../src/contract/understanding-routes.ts'
import { noteReads } from '../../src/http/event-reads.ts'
import { problemOf, type TestAssay } from '../assay.ts'
import { at, dayMs, openMeasuredShop, params, startExperiment } from '../reports/running-shop.ts'

describe('lineage', () => {
  it('answers in one call what an event, a property, a metric, an experiment and a flag have to do with', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'simpler')
    const around = async (query: object) => {
      const { nodes } = (await assay.call(measurement.lineage, { params, query })).body
      return nodes.map(({ id }) => id).sort()
    }
    expect(await around({ event: 'buy', property: 'amount' })).toEqual([
      'event:buy',
      'experiment:simpler',
      'flag:flag-simpler',
      'metric:basket',
      'metric:revenue',
      'property:buy.amount',
    ])
    expect(await around({ metric: 'buy-rate' })).toEqual([
      'event:buy',
      'experiment:simpler',
      'flag:flag-simpler',
      'metric:buy-rate',
    ])
    expect(await around({ experiment: 'simpler' })).toEqual([
      'event:buy',
      'experiment:simpler',
      'flag:flag-simpler',
      'metric:buy-rate',
      'metric:revenue',
      'property:buy.amount',
    ])
    expect(await around({ flag: 'flag-simpler' })).toEqual(await around({ experiment: 'simpler' }))
    expect(await around({ event: 'visit' })).toEqual(['event:visit', 'property:visit.amount', 'property:visit.plan'])
    expect((await around({})).length).toBe(11)
  })

  it('refuses questions about nothing and about two things', async () => {
    const assay = await openMeasuredShop()
    const ask = (query: object) => problemOf(assay.call(measurement.lineage, { params, query }))
    expect(await ask({ metric: 'none' })).toMatchObject({ status: 404, detail: 'there is no metric none' })
    expect(await ask({ property: 'amount' })).toMatchObject({ status: 400 })
    expect(await ask({ metric: 'revenue', event: 'buy' })).toMatchObject({ status: 400 })
  })
})

describe('unused events', () => {
  const unused = async (assay: TestAssay, days = 90) =>
    (await assay.call(measurement.unusedEvents, { params, query: { days } })).body

  async function openWithRows() {
    const assay = await openMeasuredShop()
    const event = (name: string, number: number) => ({
      id: `${name}${number}`,
      event: name,
      time: assay.clock.ms,
      user_id: 'u',
      properties: { amount: 5, plan: 'basic' },
    })
    const batch = Array.from({ length: 30 }, (_, i) => event(i < 20 ? 'visit' : 'buy', i))
    await assay.send(assay.key1, batch)
    await assay.settle()
    return assay
  }

  it('are those nobody has asked for in so many days, the largest first, with what dropping them would save', async () => {
    const assay = await openWithRows()
    const { rememberedSince, items: young } = await unused(assay)
    expect(rememberedSince).toBe('2026-03-02T12:00:00.000Z')
    expect(young).toEqual([])
    assay.clock.ms += 90 * dayMs
    const { items } = await unused(assay)
    expect(items.map(({ event, metrics, stored }) => ({ event, metrics, stored }))).toEqual([
      { event: 'visit', metrics: [], stored: 20 },
      { event: 'buy', metrics: ['basket', 'buy-rate', 'revenue'], stored: 10 },
    ])
    expect(items[0]).toMatchObject({ owner: 'shop', events: 20, lastReceived: '2026-03-02T12:00:00.000Z' })
    expect(items[0]?.approximateBytes).toBeGreaterThan(20 * 100)
    expect(items[0]?.approximateBytes).toBeLessThan(20 * 1000)
    expect(items[0]).not.toHaveProperty('lastRead')
    // Of the same rows, none came in the last day.
    expect((await unused(assay, 1)).items[0]).toMatchObject({ events: 0, stored: 20 })
  })

  it('are used again by reading their rows, a report, a plan or a breakdown', async () => {
    const assay = await openWithRows()
    await startExperiment(assay, 'simpler')
    const { etag } = await assay.call(resources.experiments.read, at('simpler'))
    await assay.call(lifecycle.stop, { ...at('simpler'), ifMatch: etag ?? '' })
    const names = async () => (await unused(assay)).items.map(({ event }) => event).sort()
    assay.clock.ms += 91 * dayMs
    expect(await names()).toEqual(['buy', 'visit'])
    await assay.call(privacy.rows, { ...at('visit'), query: {} })
    expect(await names()).toEqual(['buy'])
    await assay.call(reports.report, at('simpler'))
    expect(await names()).toEqual([])
    assay.clock.ms += 91 * dayMs
    expect(await names()).toEqual(['buy', 'visit'])
    const body = { metric: 'revenue', arrival: 'visit', effect: { relative: 0.1 } }
    await assay.call(analyses.planSize, { ...at('simpler'), body })
    expect(await names()).toEqual([])
    expect((await unused(assay, 1)).items).toEqual([])
    assay.clock.ms += 2 * dayMs
    expect((await unused(assay, 1)).items.map(({ lastRead }) => lastRead)).toEqual(['2026-08-31', '2026-08-31'])
  })

  it('are none of those beneath a running experiment', async () => {
    const assay = await openWithRows()
    await startExperiment(assay, 'simpler')
    assay.clock.ms += 91 * dayMs
    expect((await unused(assay)).items.map(({ event }) => event)).toEqual(['visit'])
  })

  it('remembers a day at most once', async () => {
    const assay = await openWithRows()
    const { control } = assay.platform
    let writes = 0
    const counted = {
      ...control,
      keepSetting(name: string, value: string | undefined) {
        writes++
        control.keepSetting(name, value)
      },
    }
    for (let read = 0; read < 5; read++)
      noteReads({ control: counted, now: () => assay.clock.ms }, 'shop', ['buy', 'visit'])
    expect(writes).toBe(1)
    assay.clock.ms += dayMs
    noteReads({ control: counted, now: () => assay.clock.ms }, 'shop', ['buy'])
    expect(writes).toBe(2)
  })
})
