import { lifecycle, resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import * as shop from '../../src/demo/shop.ts'
import type { Room } from './console.ts'

export const dayMs = 86_400_000
export const project = shop.project
/** An experiment whose name and hypothesis try to be more than text. */
export const skewed = 'skewed'
export const hostileName = '<img src=x onerror="document.title=1"> & "quotes"'

/** The demo's experiment with a clear winner, and one whose split went wrong, both 15 days old when this returns. */
export async function setUpReports(room: Room, clock: { ms: number }): Promise<void> {
  const endMs = clock.ms
  const startMs = endMs - 15 * dayMs
  clock.ms = startMs
  const key = await setUpShop(room.call)
  await startSkewed(room)
  const events = [
    ...shoppers(shop.experimentKey, { standard: 600, simple: 600 }, { standard: 4, simple: 7 }),
    ...shoppers(skewed, { standard: 500, simple: 300 }, { standard: 5, simple: 5 }),
  ]
  for (let day = 1; day <= 14; day += 1) {
    clock.ms = startMs + day * dayMs
    const today = events.filter(one => one.day === day).flatMap(({ happen }) => happen(clock.ms - 3_600_000))
    for (let from = 0; from < today.length; from += 900) await room.send(key, today.slice(from, from + 900))
  }
  clock.ms = endMs
}

async function startSkewed({ call }: Room): Promise<void> {
  const params = { project }
  const { key: _, flag: __, ...like } = shop.experiment
  const flag = { ...shop.flag, key: 'other-flag', name: 'Another flag' }
  const kept = await call(resources.flags.create, { params, body: flag })
  const body = { ...like, key: skewed, name: hostileName, hypothesis: hostileName, flag: 'other-flag' }
  await call(resources.experiments.create, { params, body })
  const rules = [{ id: 'all', serve: { experiment: skewed } }]
  await call(resources.flags.change, {
    params: { ...params, key: 'other-flag' },
    body: { environments: { [shop.environment]: { on: true, rules } } },
    ifMatch: kept.etag ?? '',
  })
  await call(lifecycle.start, {
    params: { ...params, key: skewed },
    query: { why: 'its events come afterwards' },
    ifMatch: '"1"',
  })
}

/** For every unit its day and what it sends then; `bought` of ten buy, and payments fail half as often with the simple checkout. */
function shoppers(experiment: string, units: Record<string, number>, bought: Record<string, number>) {
  return Object.entries(units).flatMap(([variant, count]) =>
    Array.from({ length: count }, (_, index) => {
      const id = `${experiment}-${variant}-${index}`
      const happen = (atMs: number) => {
        const event = (name: string, afterMs: number, properties: object) => ({
          id: `${name}-${id}`,
          event: name,
          time: atMs + afterMs,
          user_id: id,
          context: { country: index % 2 === 0 ? 'DE' : 'FR' },
          properties,
        })
        const amount = 60 + (index % 37)
        return [
          event('$exposure', 0, { experiment, phase: 1, variant }),
          ...(index % (variant === 'simple' ? 12 : 6) === 0
            ? [event('payment_failed', 500, { code: 'declined' })]
            : []),
          ...(index % 10 < (bought[variant] ?? 0)
            ? [event('purchase_complete', 1000, { order_id: id, amount, currency: 'EUR' })]
            : []),
        ]
      }
      return { day: 1 + Math.floor((14 * index) / count), happen }
    }),
  )
}
