import { describe, expect, it } from 'vitest'
import { lifecycle, reports, resources } from '../../src/contract/routes.ts'
import { openTestAssay, problemOf, tempFolder } from '../assay.ts'
import { at, dayMs, openMeasuredShop, params, reportOn, send, startExperiment, visitors } from './running-shop.ts'

const looksOf = async (assay: Awaited<ReturnType<typeof openMeasuredShop>>, key: string) =>
  (await assay.call(reports.looks, at(key))).body.items

describe('looks', () => {
  it('are taken once a day, kept through a restart, and never rewritten by late events', async () => {
    const dataDir = tempFolder()
    const assay = await openMeasuredShop({ dataDir })
    await startExperiment(assay, 'e')
    const startMs = assay.clock.ms
    await send(assay, 'e', visitors(0, 400, { standard: 3, simple: 6 }), startMs)
    assay.clock.ms += dayMs / 2
    await assay.settle()
    expect(await reportOn(assay, 'e')).toMatchObject({ provisional: true, exposures: { units: 400 } })
    expect(await looksOf(assay, 'e')).toEqual([])
    assay.clock.ms = startMs + dayMs + 1000
    await assay.platform.takeLooks('shop', 'e')
    await assay.platform.takeLooks('shop', 'e')
    const [look, ...more] = await looksOf(assay, 'e')
    expect(more).toEqual([])
    expect(look).toMatchObject({
      number: 1,
      at: new Date(startMs + dayMs).toISOString(),
      information: 1 / 14,
      final: false,
      answer: { units: [200, 200] },
    })
    await send(assay, 'e', visitors(400, 40, { standard: 3, simple: 6 }), startMs + 3000)
    await assay.settle()
    expect((await reportOn(assay, 'e')).exposures.units).toBe(440)
    await assay.close()
    const again = await openTestAssay({ dataDir })
    again.clock.ms = startMs + dayMs + 1000
    expect((await again.call(reports.looks, at('e'))).body.items).toEqual([look])
  })

  it('end with the plan: the report is then the last one as it was recorded, and says what to do', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e')
    const startMs = assay.clock.ms
    await send(assay, 'e', visitors(0, 2000, { standard: 3, simple: 6 }), startMs)
    assay.clock.ms = startMs + 5 * dayMs
    await reportOn(assay, 'e')
    assay.clock.ms = startMs + 20 * dayMs
    await send(assay, 'e', visitors(5000, 10, { standard: 3, simple: 6 }), startMs + 19 * dayMs)
    const report = await reportOn(assay, 'e')
    expect(report).toMatchObject({
      provisional: false,
      until: new Date(startMs + 14 * dayMs).toISOString(),
      exposures: { units: 2000 },
      analysis: { information: 1, look: 2, looks: 2 },
      recommendations: [{ variant: 'simple', outcome: 'ship', look: 2 }],
    })
    const { bounds } = report.analysis
    expect(bounds?.z).toHaveLength(2)
    expect(bounds?.spent.at(-1)).toBeCloseTo(0.05, 12)
    await send(assay, 'e', visitors(9000, 10, { standard: 3, simple: 6 }), startMs + dayMs)
    expect((await reportOn(assay, 'e')).exposures.units).toBe(2000)
  })

  it('end when the experiment is stopped, over everything accepted until then', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e')
    const startMs = assay.clock.ms
    await send(assay, 'e', visitors(0, 600, { standard: 3, simple: 6 }), startMs)
    assay.clock.ms = startMs + 3.25 * dayMs
    await assay.call(lifecycle.stop, { ...at('e'), ifMatch: '"2"' })
    const looks = await looksOf(assay, 'e')
    expect(looks).toMatchObject([{ number: 1, final: true, information: 3.25 / 14, answer: { units: [300, 300] } }])
    assay.clock.ms += dayMs
    const report = await reportOn(assay, 'e')
    expect(report).toMatchObject({ status: 'stopped', provisional: false, analysis: { look: 1, looks: 1 } })
  })

  it('of a fixed plan are one, at its end; until then the numbers are veiled', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { mode: 'fixed', plannedDays: 2 } })
    const startMs = assay.clock.ms
    await send(assay, 'e', visitors(0, 400, { standard: 3, simple: 6 }), startMs)
    assay.clock.ms = startMs + 1.5 * dayMs
    await assay.settle()
    const early = await reportOn(assay, 'e')
    expect(early.metrics).toEqual([])
    expect(early.veiled?.reason).toContain('planned end')
    expect(early.recommendations).toMatchObject([{ outcome: 'keep-running', look: null }])
    assay.clock.ms = startMs + 2 * dayMs
    const late = await reportOn(assay, 'e')
    expect(late.veiled).toBeUndefined()
    expect(late.recommendations).toMatchObject([{ look: 1 }])
    expect(await looksOf(assay, 'e')).toHaveLength(1)
  })

  it('count towards planned units when there are any', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e', { analysis: { plannedUnits: 1000 } })
    const startMs = assay.clock.ms
    await send(assay, 'e', visitors(0, 400, { standard: 3, simple: 6 }), startMs)
    assay.clock.ms = startMs + dayMs
    expect(await reportOn(assay, 'e')).toMatchObject({ analysis: { information: 0.4, look: 1 } })
    assay.clock.ms = startMs + 2 * dayMs
    await reportOn(assay, 'e')
    expect(await looksOf(assay, 'e')).toHaveLength(1)
    await send(assay, 'e', visitors(400, 800, { standard: 3, simple: 6 }), startMs + 2.5 * dayMs)
    assay.clock.ms = startMs + 3 * dayMs
    expect(await reportOn(assay, 'e')).toMatchObject({
      analysis: { information: 1.2, look: 2 },
      recommendations: [{ look: 2, outcome: 'ship' }],
    })
  })
})

describe('a decision', () => {
  it('is kept with the recommendation of that moment, and marked when it goes against it', async () => {
    const assay = await openMeasuredShop()
    const decisions = []
    for (const [key, outcome] of [
      ['a', 'ship'],
      ['b', 'do-not-ship'],
    ] as const) {
      await startExperiment(assay, key)
      const startMs = assay.clock.ms
      await send(assay, key, visitors(0, 2000, { standard: 3, simple: 6 }), startMs)
      assay.clock.ms = startMs + 14 * dayMs
      await assay.call(lifecycle.stop, { ...at(key), ifMatch: '"2"' })
      const body = { outcome, ...(outcome === 'ship' ? { variant: 'simple' } : {}), reason: 'because' }
      const decided = await assay.call(lifecycle.decide, { ...at(key), ifMatch: '"3"', body })
      decisions.push(decided.body.run.decision)
    }
    const recommended = [{ variant: 'simple', outcome: 'ship' }]
    expect(decisions).toMatchObject([
      { outcome: 'ship', override: false, recommended },
      { outcome: 'do-not-ship', override: true, recommended, reason: 'because' },
    ])
    await startExperiment(assay, 'c')
    await assay.call(lifecycle.stop, { ...at('c'), ifMatch: '"2"' })
    const body = { outcome: 'inconclusive' as const, reason: '' }
    expect(await problemOf(assay.call(lifecycle.decide, { ...at('c'), ifMatch: '"3"', body }))).toMatchObject({
      status: 400,
    })
  })
})

describe('what changes mid-run', () => {
  it('is marked: metrics named late are exploratory, other targeting is a warning', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'e')
    await send(assay, 'e', visitors(0, 400, { standard: 3, simple: 6 }), assay.clock.ms)
    assay.clock.ms += dayMs / 2
    const metrics = [
      { metric: 'buy-rate', role: 'success' as const },
      { metric: 'basket', role: 'success' as const },
    ]
    await assay.call(resources.experiments.change, { ...at('e'), body: { metrics }, ifMatch: '"2"' })
    const flag = await assay.call(resources.flags.read, at('flag-e'))
    const condition = { attribute: 'age', op: '>' as const, value: 65 }
    await assay.call(resources.attributes.create, { params, body: { key: 'age', type: 'number' } })
    await assay.call(resources.flags.change, {
      ...at('flag-e'),
      body: { environments: { production: { rules: [{ id: 'try', condition, serve: { experiment: 'e' } }] } } },
      query: { why: 'only for some' },
      ifMatch: flag.etag ?? '',
    })
    await assay.settle()
    const report = await reportOn(assay, 'e')
    expect(report.metrics.map(({ metric, role }) => [metric, role])).toEqual([
      ['buy-rate', 'success'],
      ['basket', 'exploratory'],
    ])
    expect(report.changes).toMatchObject([{ kind: 'targeting', detail: expect.stringContaining('only for some') }])
    expect(report.health.checks.find(({ check }) => check === 'mid-run-changes')?.status).toBe('warning')
  })
})
