import { describe, expect, it } from 'vitest'
import { deliveryName } from '../../src/contract/health.ts'
import { analyses } from '../../src/contract/report-routes.ts'
import { lifecycle, reports, resources } from '../../src/contract/routes.ts'
import { healthSource } from '../../src/health/health-of.ts'
import type { TestAssay } from '../assay.ts'
import { at, dayMs, openMeasuredShop, reportOn, send, startExperiment, visitors } from '../reports/running-shop.ts'

const hourMs = 3_600_000

/** Keeps an incident as the watcher would; hours count from now. */
function addIncident(
  { platform: { control }, clock }: TestAssay,
  { event = 'buy', from, until, property }: { event?: string; from: number; until?: number; property?: string },
): string {
  const nowHour = Math.floor(clock.ms / hourMs)
  const id = `${event}-${nowHour + from}-${property}`
  const check = property === undefined ? 'volume' : 'missing'
  const detail = '80 % less than in past weeks'
  control.addIncident({
    id,
    project: 'shop',
    environment: 'production',
    event,
    openedAt: new Date(clock.ms).toISOString(),
    trouble: {
      check,
      property,
      startHour: nowHour + from,
      endHour: undefined,
      finding: { check, status: 'failing', detail, windowHours: 1, observed: 2, expected: 10 },
    },
  })
  if (until !== undefined) control.closeIncident(id, nowHour + until - 1, new Date(clock.ms).toISOString())
  return id
}

async function openRunning() {
  const assay = await openMeasuredShop()
  await startExperiment(assay, 'simpler', {
    analysis: { mode: 'always-valid' },
    metrics: [
      { metric: 'buy-rate', role: 'success' },
      { metric: 'revenue', role: 'secondary' },
    ],
  })
  await send(assay, 'simpler', visitors(0, 400, { standard: 3, simple: 5 }), assay.clock.ms)
  assay.clock.ms += dayMs / 2
  await assay.settle()
  return assay
}

async function stop(assay: TestAssay): Promise<void> {
  const { etag = '' } = await assay.call(resources.experiments.read, at('simpler'))
  await assay.call(lifecycle.stop, { ...at('simpler'), ifMatch: etag })
}

const healthOf = ({ health, eventHealth, metrics, veiled }: Awaited<ReturnType<typeof reportOn>>) => ({
  status: health.status,
  event: eventHealth.map(({ event, status }) => `${event} ${status}`),
  metrics: [...metrics, ...(veiled?.metrics ?? [])].map(metric => metric.health),
  veiled: veiled !== undefined,
})

describe('a report', () => {
  it('shows how the events beneath it are, and is veiled while an incident of one is open', async () => {
    const assay = await openRunning()
    expect(healthOf(await reportOn(assay, 'simpler'))).toMatchObject({ event: ['buy unknown'], veiled: false })
    const id = addIncident(assay, { from: -2 })
    expect(healthOf(await reportOn(assay, 'simpler'))).toEqual({
      status: 'failing',
      event: ['buy failing'],
      metrics: ['failing', 'failing'],
      veiled: true,
    })
    const hour = Math.floor(assay.clock.ms / hourMs)
    assay.platform.control.closeIncident(id, hour - 1, new Date(assay.clock.ms).toISOString())
    expect(healthOf(await reportOn(assay, 'simpler'))).toEqual({
      status: 'warning',
      event: ['buy warning'],
      metrics: ['warning', 'warning'],
      veiled: false,
    })
  })

  it('heeds incidents of what its metrics read, and of how all events get here', async () => {
    const assay = await openRunning()
    addIncident(assay, { from: -2, property: 'plan' })
    expect(healthOf(await reportOn(assay, 'simpler'))).toMatchObject({ veiled: false })
    addIncident(assay, { from: -2, property: 'amount' })
    expect(healthOf(await reportOn(assay, 'simpler'))).toMatchObject({ metrics: ['unknown', 'failing'], veiled: true })
    const other = await openRunning()
    addIncident(other, { event: deliveryName, from: -2 })
    expect(healthOf(await reportOn(other, 'simpler'))).toMatchObject({ metrics: ['failing', 'failing'], veiled: true })
  })

  it('does not mind losses on the way from clients where servers send the event', async () => {
    const assay = await openRunning()
    await assay.call(resources.events.change, { ...at('buy'), body: { source: 'server' }, ifMatch: '"1"' })
    addIncident(assay, { event: deliveryName, from: -2 })
    expect(healthOf(await reportOn(assay, 'simpler'))).toMatchObject({ veiled: false })
  })

  it('that is over shows the health of its time, whatever happened since', async () => {
    const assay = await openRunning()
    await stop(assay)
    assay.clock.ms += dayMs
    addIncident(assay, { from: -3 })
    expect(healthOf(await reportOn(assay, 'simpler'))).toMatchObject({ status: 'ok', event: ['buy ok'], veiled: false })
    addIncident(assay, { from: -30, until: -26 })
    const warned = await reportOn(assay, 'simpler')
    expect(healthOf(warned)).toMatchObject({ status: 'warning', event: ['buy warning'], veiled: false })
    expect(warned.eventHealth[0]?.since).toBe('2026-03-02T18:00:00.000Z')
    addIncident(assay, { from: -25, until: -20 })
    expect(healthOf(await reportOn(assay, 'simpler'))).toMatchObject({ status: 'failing', veiled: true })
  })

  it('of an earlier moment shows what was open then', async () => {
    const assay = await openRunning()
    addIncident(assay, { from: -4, until: -2 })
    const at3 = new Date(assay.clock.ms - 3 * hourMs).toISOString()
    const at5 = new Date(assay.clock.ms - 5 * hourMs).toISOString()
    const upTo = async (until: string) =>
      (await assay.call(reports.report, { ...at('simpler'), query: { until } })).body
    expect(healthOf(await upTo(at3))).toMatchObject({ status: 'failing' })
    expect(healthOf(await upTo(at5))).toMatchObject({ status: 'ok', event: ['buy ok'] })
  })

  it('shares what it knows of its events with every analysis of it', async () => {
    const assay = await openRunning()
    addIncident(assay, { from: -8, until: -5 })
    const { eventHealth } = await reportOn(assay, 'simpler')
    expect(eventHealth).toMatchObject([{ event: 'buy', status: 'warning' }])
    const { call } = assay
    const answers = [
      await call(analyses.series, { ...at('simpler'), query: { metric: 'revenue' } }),
      await call(analyses.breakdown, { ...at('simpler'), query: { dimension: 'country' } }),
      await call(analyses.interactions, at('simpler')),
      await call(analyses.impact, at('simpler')),
    ]
    for (const { body } of answers) expect(body.eventHealth).toEqual(eventHealth)
  })

  it('of a run that was recorded elsewhere does not judge how it was brought here', async () => {
    const assay = await openMeasuredShop()
    await startExperiment(assay, 'simpler', { assignment: 'external' })
    await send(assay, 'simpler', visitors(0, 400, { standard: 3, simple: 5 }), assay.clock.ms)
    assay.clock.ms += dayMs
    await assay.settle()
    addIncident(assay, { from: -2 })
    const report = await reportOn(assay, 'simpler')
    expect(report.eventHealth).toEqual([{ event: 'buy', status: 'unknown', detail: 'it was recorded elsewhere' }])
    expect(report.veiled).toBeUndefined()
  })
})

describe('the health of some events', () => {
  it('is one status for each, now or in a stretch of time', async () => {
    const assay = await openMeasuredShop()
    const { healthOf: ask } = healthSource(assay.platform)
    const names = ['buy', 'visit', 'nothing']
    expect(await ask('shop', 'production', names)).toEqual([
      { event: 'buy', status: 'unknown', detail: 'too little is known of it yet to tell what is usual' },
      { event: 'visit', status: 'unknown', detail: 'too little is known of it yet to tell what is usual' },
      { event: 'nothing', status: 'unknown', detail: 'it is not defined' },
    ])
    addIncident(assay, { from: -6, until: -2 })
    addIncident(assay, { from: -1, event: 'visit', property: 'plan' })
    const now = await ask('shop', 'production', names)
    expect(now.map(({ status }) => status)).toEqual(['unknown', 'failing', 'unknown'])
    const hoursAgo = (hours: number) => assay.clock.ms - hours * hourMs
    const past = await ask('shop', 'production', names, { fromMs: hoursAgo(8), untilMs: hoursAgo(4) })
    expect(past.map(({ status }) => status)).toEqual(['failing', 'ok', 'ok'])
    expect((await ask('shop', 'staging', names)).map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  it('holds how long each has been silent', async () => {
    const assay = await openMeasuredShop()
    await assay.call(resources.events.change, { ...at('buy'), body: { freshnessMinutes: 10 }, ifMatch: '"1"' })
    const buy = { id: 'b', event: 'buy', time: assay.clock.ms, user_id: 'u', properties: { amount: 1 } }
    await assay.send(assay.key1, [buy])
    await assay.settle()
    const { healthOf: ask } = healthSource(assay.platform)
    const statusAfter = async (minutes: number) => {
      assay.clock.ms += minutes * 60_000
      return (await ask('shop', 'production', ['buy']))[0]?.status
    }
    expect(await statusAfter(10)).toBe('unknown')
    expect(await statusAfter(1)).toBe('warning')
    expect(await statusAfter(20)).toBe('failing')
    expect((await ask('shop', 'production', ['buy']))[0]?.since).toBe('2026-03-02T12:00:00.000Z')
  })

  it('is asked of the store once in an hour that has settled, and at once where the definition changed', async () => {
    const assay = await openMeasuredShop()
    let asked = 0
    const { events } = assay.platform
    const counting = {
      ...assay.platform,
      events: {
        ...events,
        hours: (...question: Parameters<typeof events.hours>) => {
          asked++
          return events.hours(...question)
        },
      },
    }
    const { healthOf: ask } = healthSource(counting)
    const askedAfter = async (minutes: number) => {
      assay.clock.ms += minutes * 60_000
      await ask('shop', 'production', ['buy'])
      return asked
    }
    expect(await askedAfter(0)).toBe(1)
    expect(await askedAfter(0)).toBe(1)
    expect(await askedAfter(1)).toBe(2)
    expect(await askedAfter(1)).toBe(3)
    expect(await askedAfter(50)).toBe(3)
    await assay.call(resources.events.change, { ...at('buy'), body: { freshnessMinutes: 500 }, ifMatch: '"1"' })
    expect(await askedAfter(0)).toBe(4)
    expect(await askedAfter(8)).toBe(5)
  })
})
