import { describe, expect, it } from 'vitest'
import { lifecycle, resources } from '../../src/contract/routes.ts'
import { openShop, problemOf, type TestAssay } from '../assay.ts'

const params = { project: 'shop' }
const variants = [
  { key: 'standard', value: 'standard' },
  { key: 'simple', value: 'simple' },
]
const halves = [
  { variant: 'standard', weight: 50 },
  { variant: 'simple', weight: 50 },
]
const at = (key: string) => ({ params: { project: 'shop', key } })

async function addFlag(assay: TestAssay, key: string, experiment: string) {
  const flag = {
    key,
    name: key,
    type: 'string' as const,
    variants,
    off: 'standard',
    environments: { production: { on: true, fallthrough: 'standard' } },
  }
  const created = await assay.call(resources.flags.create, { params, body: flag })
  return (rules = [{ id: 'try', serve: { experiment } }]) =>
    assay.call(resources.flags.change, {
      ...at(key),
      body: { environments: { production: { rules } } },
      ifMatch: created.etag ?? '',
    })
}

/** A draft on a flag of its own that serves it. */
async function addDraft(assay: TestAssay, key: string, more: Record<string, unknown> = {}) {
  const addRule = await addFlag(assay, `flag-${key}`, key)
  const body = {
    key,
    name: key,
    flag: `flag-${key}`,
    environment: 'production',
    variants: halves,
    control: 'standard',
    ...more,
  }
  const created = await assay.call(resources.experiments.create, { params, body })
  await addRule()
  return created
}

async function start(assay: TestAssay, key: string, ifMatch = '"1"') {
  return assay.call(lifecycle.start, {
    ...at(key),
    ifMatch,
    query: { why: 'who is in is looked at, not what comes of it' },
  })
}

describe('an experiment', () => {
  it('goes from draft to running to stopped to decided, and every step is in its history', async () => {
    const assay = await openShop()
    const { call, clock } = assay
    expect((await addDraft(assay, 'e')).body.run).toEqual({ status: 'draft', phases: [] })
    const running = await start(assay, 'e')
    expect(running.body.run).toMatchObject({
      status: 'running',
      phases: [{ number: 1, slots: [[0, 100_000]], startedAt: '2026-03-02T12:00:00.000Z' }],
    })
    clock.ms += 86_400_000
    const stopped = await call(lifecycle.stop, { ...at('e'), ifMatch: '"2"', query: { why: 'enough' } })
    expect(stopped.body.run.phases[0]?.endedAt).toBe('2026-03-03T12:00:00.000Z')
    const decided = await call(lifecycle.decide, {
      ...at('e'),
      ifMatch: '"3"',
      body: { outcome: 'ship', variant: 'simple', reason: 'more purchases' },
    })
    expect(decided.body).toMatchObject({
      run: { status: 'decided', decision: { outcome: 'ship', decidedBy: 'test owner' } },
      meta: { status: 'decided' },
    })
    const { body } = await call(resources.experiments.history, at('e'))
    expect(body.items.map(({ action }) => action)).toEqual(['decide', 'stop', 'start', 'create'])
  })

  it('refuses steps out of order and says why', async () => {
    const assay = await openShop()
    await addDraft(assay, 'e')
    expect(await problemOf(assay.call(lifecycle.stop, { ...at('e'), ifMatch: '"1"' }))).toMatchObject({
      status: 409,
      errors: [{ message: expect.stringContaining('this one is draft') }],
    })
    await start(assay, 'e')
    expect(await problemOf(start(assay, 'e', '"2"'))).toMatchObject({ status: 409 })
    const decision = { outcome: 'ship' as const, variant: 'simple', reason: 'r' }
    expect(await problemOf(assay.call(lifecycle.decide, { ...at('e'), ifMatch: '"2"', body: decision }))).toMatchObject(
      { status: 409 },
    )
  })

  it('does not start when nobody could see it', async () => {
    const assay = await openShop()
    await addFlag(assay, 'flag-e', 'e')
    const body = {
      key: 'e',
      name: 'e',
      flag: 'flag-e',
      environment: 'production',
      variants: halves,
      control: 'standard',
    }
    await assay.call(resources.experiments.create, { params, body })
    expect(await problemOf(start(assay, 'e'))).toMatchObject({
      errors: [{ message: expect.stringContaining('no rule of flag flag-e') }],
    })
  })

  it('needs metrics whose events exist', async () => {
    const assay = await openShop()
    await addFlag(assay, 'flag-e', 'e')
    const body = {
      key: 'e',
      name: 'e',
      flag: 'flag-e',
      environment: 'production',
      variants: halves,
      control: 'standard',
      metrics: [{ metric: 'gone', role: 'success' as const }],
    }
    expect(await problemOf(assay.call(resources.experiments.create, { params, body }))).toMatchObject({
      status: 422,
      errors: [{ path: '/metrics/0/metric' }],
    })
  })
})

describe('while it runs', () => {
  it('weights change only by a new phase, with a new salt', async () => {
    const assay = await openShop()
    await addDraft(assay, 'e')
    await start(assay, 'e')
    const weights = [
      { variant: 'standard', weight: 20 },
      { variant: 'simple', weight: 80 },
    ]
    const edit = assay.call(resources.experiments.change, { ...at('e'), body: { variants: weights }, ifMatch: '"2"' })
    expect(await problemOf(edit)).toMatchObject({
      status: 409,
      errors: [{ path: '/variants', message: expect.stringContaining('new phase') }],
    })
    assay.clock.ms += 1000
    const { body } = await assay.call(lifecycle.phase, {
      ...at('e'),
      ifMatch: '"2"',
      body: { variants: weights, reason: 'ramp' },
    })
    const [first, second] = body.run.phases
    expect(first?.endedAt).toBe(second?.startedAt)
    expect(second).toMatchObject({ number: 2, variants: weights, reason: 'ramp' })
    expect(second?.salt).not.toBe(first?.salt)
  })

  it('coverage widens without moving anyone, and never narrows', async () => {
    const assay = await openShop()
    await addDraft(assay, 'e', { coverage: 20 })
    const { body: before } = await start(assay, 'e')
    expect(before.run.phases[0]?.slots).toEqual([[0, 20_000]])
    const { body } = await assay.call(resources.experiments.change, {
      ...at('e'),
      body: { coverage: 50 },
      ifMatch: '"2"',
    })
    expect(body.run.phases).toMatchObject([
      {
        number: 1,
        salt: before.run.phases[0]?.salt,
        slots: [
          [0, 20_000],
          [20_000, 50_000],
        ],
      },
    ])
    const narrower = assay.call(resources.experiments.change, { ...at('e'), body: { coverage: 10 }, ifMatch: '"3"' })
    expect(await problemOf(narrower)).toMatchObject({ status: 409, errors: [{ path: '/coverage' }] })
  })
})

describe('a layer', () => {
  it('gives every slot to one running experiment at most', async () => {
    const assay = await openShop()
    await assay.call(resources.layers.create, { params, body: { key: 'l', name: 'L' } })
    await addDraft(assay, 'a', { layer: 'l', slots: [[0, 60_000]] })
    await addDraft(assay, 'b', { layer: 'l', slots: [[50_000, 70_000]] })
    await addDraft(assay, 'c', { layer: 'l', coverage: 40 })
    await addDraft(assay, 'd', { layer: 'l', coverage: 1 })
    await start(assay, 'a')
    expect(await problemOf(start(assay, 'b'))).toMatchObject({
      status: 409,
      errors: [
        {
          path: '/slots',
          message: expect.stringContaining('50000-59999 of the layer are owned by running experiment a'),
        },
      ],
    })
    const { body } = await start(assay, 'c')
    expect(body.run.phases[0]?.slots).toEqual([[60_000, 100_000]])
    expect(await problemOf(start(assay, 'd'))).toMatchObject({
      errors: [{ message: expect.stringContaining('0 % left') }],
    })
    await assay.call(lifecycle.stop, { ...at('a'), ifMatch: '"2"' })
    expect((await start(assay, 'd')).body.run.phases[0]?.slots).toEqual([[0, 1000]])
  })
})

describe('an experiment assigned elsewhere', () => {
  it('starts in the past and needs no flag to serve it', async () => {
    const assay = await openShop()
    await addFlag(assay, 'flag-e', 'e')
    const body = {
      key: 'e',
      name: 'e',
      flag: 'flag-e',
      environment: 'production',
      variants: halves,
      control: 'standard',
      assignment: 'external' as const,
    }
    await assay.call(resources.experiments.create, { params, body })
    const future = assay.call(lifecycle.start, { ...at('e'), ifMatch: '"1"', query: { at: '2027-01-01T00:00:00Z' } })
    expect(await problemOf(future)).toMatchObject({ status: 409 })
    const started = await assay.call(lifecycle.start, {
      ...at('e'),
      ifMatch: '"1"',
      query: { at: '2026-01-01T00:00:00Z', why: 'it ran elsewhere' },
    })
    expect(started.body.run.phases[0]?.startedAt).toBe('2026-01-01T00:00:00Z')
  })
})
