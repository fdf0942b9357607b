import type { DuckDBConnection } from '@duckdb/node-api'
import { exposureEvent } from '../src/contract/event.ts'
import type { EventDefinition } from '../src/contract/event-definition.ts'
import type { Plan, Term } from '../src/core/metrics/plan.ts'
import { columnsOf, exposureDefinition, quoted, tableOf } from '../src/store/events/table.ts'

const dayMs = 86_400_000
const project = 'shop'
const startMs = Date.parse('2026-01-01T00:00:00Z')
const days = 28

/** The events of the shop: their share of all events, their properties, and how DuckDB makes these up from four random numbers. */
const shop: { key: string; share: number; properties: EventDefinition['properties']; made: string }[] = [
  {
    key: 'page_view',
    share: 0.5,
    properties: { ms: { type: 'integer', required: false }, page: { type: 'string', required: false } },
    made: `(r2 * 30000)::BIGINT AS ms, CASE WHEN r3 < 0.3 THEN 'cart' WHEN r3 < 0.6 THEN 'home' ELSE 'item' END AS page`,
  },
  {
    key: 'add_to_cart',
    share: 0.2,
    properties: { price: { type: 'number', required: false } },
    made: 'r2 * 100 AS price',
  },
  {
    key: 'checkout_started',
    share: 0.15,
    properties: { items: { type: 'integer', required: false } },
    made: '(1 + r2 * 5)::BIGINT AS items',
  },
  {
    key: 'purchase_complete',
    share: 0.1,
    properties: { amount: { type: 'number', required: false }, items: { type: 'integer', required: false } },
    made: 'exp(3 + r2 * 2) AS amount, (1 + r3 * 5)::BIGINT AS items',
  },
  {
    key: 'payment_failed',
    share: 0.05,
    properties: { code: { type: 'string', required: false } },
    made: `'declined' AS code`,
  },
]

/** Their definitions. */
export const definitions: EventDefinition[] = shop.map(({ key, properties }) => ({
  key,
  owner: 'shop',
  purpose: 'bench',
  priority: 'normal',
  source: 'any',
  properties,
}))

const term = (event: string, aggregate: Term['aggregate'], property: string | null = null): Term => ({
  event,
  aggregate,
  property,
  where: {},
})
const metric = (key: string, y: number, z: number | null = null) => ({
  metric: key,
  kind: z === null ? ('mean' as const) : ('ratio' as const),
  y,
  z,
  cap: null,
})

/** Ten metrics, each with its pre-period: two weeks before the first exposure, one week after it. */
export const plan: Plan = {
  project,
  environment: 'production',
  unitField: 'user_id',
  experiment: 'checkout',
  phase: 1,
  variants: ['control', 'simple'],
  fromMs: startMs + (days / 2) * dayMs,
  untilMs: startMs + days * dayMs,
  windowMs: 7 * dayMs,
  prePeriodMs: 14 * dayMs,
  terms: [
    term('purchase_complete', 'any'),
    term('purchase_complete', 'sum', 'amount'),
    term('purchase_complete', 'count'),
    term('purchase_complete', 'sum', 'items'),
    term('add_to_cart', 'any'),
    term('add_to_cart', 'count'),
    term('checkout_started', 'any'),
    term('page_view', 'count'),
    term('page_view', 'sum', 'ms'),
    term('payment_failed', 'count'),
  ],
  metrics: [
    metric('purchase-rate', 0),
    metric('revenue', 1),
    metric('order-value', 1, 2),
    metric('items', 3),
    metric('cart-rate', 4),
    metric('carts', 5),
    metric('checkout-rate', 6),
    metric('views', 7),
    metric('time-per-view', 8, 7),
    metric('failures', 9),
  ],
}

/** Fills a database as the event store would: so many events in time order, of which each exposed unit has one exposure. */
export async function fillShop(connection: DuckDBConnection, events: number, units: number): Promise<void> {
  const people = Math.round(units * 1.6)
  await connection.run('SELECT setseed(0.65)')
  await connection.run(`CREATE SCHEMA ${quoted(`project_${project}`)}`)
  // Ids as long as real ones: hashing and comparing them is most of the work.
  await connection.run(`CREATE TEMP TABLE people AS SELECT i, m[1:8] || '-' || m[9:12] || '-' || m[13:16] || '-' || m[17:20] || '-' || m[21:32] AS user_id
    FROM (SELECT i, md5('unit ' || i) AS m FROM range(${people}) t(i))`)
  await fill(
    connection,
    exposureDefinition,
    `'e' || i AS _id, user_id, ${moment('random()', days / 2, days / 2)}, 'checkout' AS experiment, 1 AS phase,
    CASE WHEN hash(user_id) % 2 = 0 THEN 'control' ELSE 'simple' END AS variant FROM people WHERE i < ${units} ORDER BY random()`,
  )
  for (const definition of definitions) {
    const { key } = definition
    const { share, made } = shop.find(one => one.key === key) ?? { share: 0, made: '' }
    const count = Math.round((events - units) * share)
    await fill(
      connection,
      definition,
      `'${key}' || s.i AS _id, user_id, ${moment('r1', 0, days)}, ${made}
      FROM (SELECT i, random() AS r1, random() AS r2, random() AS r3, floor(random() * ${people})::BIGINT AS person FROM range(${count}) t(i)) s
      JOIN people p ON p.i = s.person ORDER BY r1`,
    )
  }
  await connection.run('DROP TABLE people')
  await connection.run('CHECKPOINT')
}

async function fill(connection: DuckDBConnection, definition: EventDefinition, selected: string): Promise<void> {
  const table = tableOf(project, definition.key)
  const columns = columnsOf(definition, ['user_id', 'device_id', 'session_id'])
  await connection.run(
    `CREATE TABLE ${table} (${columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')})`,
  )
  await connection.run(
    `INSERT INTO ${table} BY NAME SELECT 'production' AS _environment, 'ok' AS _clock, CASE hash(user_id) % 3 WHEN 0 THEN 'web' WHEN 1 THEN 'ios' ELSE 'android' END AS _platform, ${selected}`,
  )
}

function moment(random: string, afterDays: number, spanDays: number): string {
  return `make_timestamp_ms(${startMs + afterDays * dayMs} + (${random} * ${spanDays * dayMs})::BIGINT) AS _time`
}

/** Every event table of the shop, the exposures first. */
export const tables = [exposureEvent, ...shop.map(({ key }) => key)].map(key => tableOf(project, key))
