import { exposureEvent } from '../../../src/contract/event.ts'
import type { PlainEvent } from '../../../src/core/metrics/interpret.ts'
import type { Plan, PlanAnswer } from '../../../src/core/metrics/plan.ts'

const startMs = Date.parse('2026-03-01T00:00:00Z')
const hourMs = 3_600_000

const at = (
  event: string,
  hour: number,
  user: string,
  properties: PlainEvent['properties'],
  environment = 'production',
) => ({
  event,
  environment,
  timeMs: startMs + hour * hourMs,
  units: { user_id: user },
  properties,
})
const meets = (hour: number, user: string, variant: string, phase = 1) =>
  at(exposureEvent, hour, user, { experiment: 'checkout', phase, variant })
const buys = (hour: number, user: string, amount: number | null, country = 'DE') =>
  at('purchase_complete', hour, user, { amount, country })

/** Eight people, worked through by hand in the comments. The pre-period is 24 hours, the window 48. */
export const events: PlainEvent[] = [
  // Ada, control from hour 0: 30 on exactly the first exposure, 10 an hour before the window ends; 5 the day before.
  meets(0, 'ada', 'control'),
  meets(9, 'ada', 'control'),
  buys(-24, 'ada', 5),
  buys(-24.001, 'ada', 1000),
  buys(0, 'ada', 30),
  buys(47, 'ada', 10),
  buys(48, 'ada', 1000),
  // Bob, control from hour 2: 20 after, 4 and 3 before; a purchase without an amount counts as one, and adds nothing.
  meets(2, 'bob', 'control'),
  buys(1, 'bob', 4),
  buys(-3, 'bob', 3),
  buys(3, 'bob', 20),
  buys(4, 'bob', null),
  // Cem, control from hour 5: nothing at all.
  meets(5, 'cem', 'control'),
  // Dan, simple from hour 1: 60 of which 40 in France, nothing before; staging does not count.
  meets(1, 'dan', 'simple'),
  buys(1.5, 'dan', 20),
  buys(2.5, 'dan', 40, 'FR'),
  at('purchase_complete', 2, 'dan', { amount: 1000, country: 'FR' }, 'staging'),
  // Eve, simple from hour 4: 20 after, 8 before.
  meets(4, 'eve', 'simple'),
  buys(3.9, 'eve', 8),
  buys(5, 'eve', 20),
  // Fay met both variants, at the same moment; Gil met only another phase; Hal came before the start.
  meets(6, 'fay', 'control'),
  meets(6, 'fay', 'simple'),
  buys(7, 'fay', 1000),
  meets(6, 'gil', 'simple', 2),
  buys(7, 'gil', 1000),
  meets(-1, 'hal', 'simple'),
  meets(1, 'hal', 'simple'),
  buys(7, 'hal', 1000),
]

export const plan: Plan = {
  project: 'shop',
  environment: 'production',
  unitField: 'user_id',
  experiment: 'checkout',
  phase: 1,
  variants: ['control', 'simple'],
  fromMs: startMs,
  untilMs: startMs + 72 * hourMs,
  windowMs: 48 * hourMs,
  prePeriodMs: 24 * hourMs,
  terms: [
    { event: 'purchase_complete', aggregate: 'sum', property: 'amount', where: {} },
    { event: 'purchase_complete', aggregate: 'count', property: null, where: {} },
    { event: 'purchase_complete', aggregate: 'any', property: null, where: { country: ['FR', 'IT'] } },
  ],
  metrics: [
    { metric: 'revenue', kind: 'mean', y: 0, z: null, cap: null },
    { metric: 'order-value', kind: 'ratio', y: 0, z: 1, cap: null },
    { metric: 'buys-in-france', kind: 'proportion', y: 2, z: null, cap: null },
    { metric: 'capped-revenue', kind: 'mean', y: 0, z: null, cap: 0.5 },
  ],
}

/**
 * Revenue after and before: ada 40 and 5, bob 20 and 7, cem 0 and 0; dan 60 and 0, eve 20 and 8.
 * Purchases after and before: ada 2 and 1, bob 2 and 2, cem 0 and 0; dan 2 and 0, eve 1 and 1.
 */
export const answer: PlanAnswer = {
  units: [3, 2],
  excluded: 1,
  metrics: [
    {
      metric: 'revenue',
      cap: null,
      arms: [
        // y - 20: 20, 0, -20; x - 4: 1, 3, -4. yy = 800, xy = 20 + 0 + 80, xx = 1 + 9 + 16.
        { n: 3, means: [20, 4], comoments: [800, 100, 26] },
        // y - 40: 20, -20; x - 4: -4, 4.
        { n: 2, means: [40, 4], comoments: [800, -160, 32] },
      ],
      skewness: [0, 0],
    },
    {
      metric: 'order-value',
      cap: null,
      arms: [
        // z - 4/3: 2/3, 2/3, -4/3; before, z - 1: 0, 1, -1. Triangle: yy | zy zz | xy xz xx | wy wz wx ww.
        {
          n: 3,
          means: [20, 4 / 3, 4, 1],
          comoments: [800, 40, 24 / 9, 100, 8, 26, 20, 2, 7, 2],
        },
        // z - 3/2: 1/2, -1/2; before, z - 1/2: -1/2, 1/2.
        {
          n: 2,
          means: [40, 1.5, 4, 0.5],
          comoments: [800, 20, 0.5, -160, -4, 32, -20, -0.5, 4, 0.5],
        },
      ],
      skewness: [null, null],
    },
    {
      metric: 'buys-in-france',
      cap: null,
      arms: [
        { n: 3, means: [0, 0], comoments: [0, 0, 0] },
        { n: 2, means: [0.5, 0], comoments: [0.5, 0, 0] },
      ],
      skewness: [null, null],
    },
    {
      // The median of 0, 20, 20, 40, 60 is 20; what was before is not capped.
      metric: 'capped-revenue',
      cap: 20,
      arms: [
        // 20, 20, 0: y - 40/3 is 20/3, 20/3, -40/3.
        { n: 3, means: [40 / 3, 4], comoments: [2400 / 9, 80, 26] },
        { n: 2, means: [20, 4], comoments: [0, 0, 32] },
      ],
      skewness: [-Math.SQRT1_2, null],
    },
  ],
}
