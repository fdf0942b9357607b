import type { DuckDBConnection } from '@duckdb/node-api'
import { funnelOf, tieMs } from '../../core/metrics/funnel.ts'
import { createFunnelFold, markedBy } from '../../core/metrics/product-funnel.ts'
import type { ProductAnswer, ProductPlan } from '../../core/metrics/product-plan.ts'
import { saidBy } from './compile-product-segment.ts'
import { placedEvents, reachOf, type Slots } from './compile-product-slots.ts'
import { type Bind, condition, type SqlParameter } from './where-sql.ts'

/**
 * The events a funnel looks at, of the units that enter it, unit by unit: the number of a unit, the time, a bit for everything the event can be (in the
 * order of `markedBy`), and what it says of the dimension if it can be an entry. Which path goes furthest is for the core to say.
 */
export function compileFunnelEvents(plan: ProductPlan): { sql: string; parameters: SqlParameter[] } {
  const { formula } = plan
  if (formula.kind !== 'funnel') throw new Error(`${formula.kind} is not a funnel`)
  const parameters: SqlParameter[] = []
  const bind: Bind = value => `$${parameters.push(value)}`
  const { fromMs, untilMs } = reachOf(plan)
  const events = [...new Set(markedBy(plan).map(({ event }) => event))]
  const reach = { fromMs: fromMs - tieMs, untilMs: untilMs + funnelOf(formula).windowMs }
  const rows = events.map(event => {
    const said = event === formula.steps[0]?.event ? saidBy(plan, event) : undefined
    return `SELECT _unit, epoch_ms(_time)::DOUBLE AS time, ${mark(plan, event, bind)} AS mark, ${said ?? 'NULL::VARCHAR'} AS said
    FROM ${placedEvents(plan, nowhere, { event, ...reach }, bind)}`
  })
  const sql = `WITH marks AS MATERIALIZED (SELECT * FROM (${rows.join('\n  UNION ALL ')}) WHERE mark > 0),
entered AS MATERIALIZED (
  SELECT _unit, (row_number() OVER ())::INTEGER AS number
  FROM (SELECT DISTINCT _unit FROM marks WHERE mark & 1 > 0 AND time >= ${fromMs} AND time < ${untilMs})
)
SELECT number, time, mark, said FROM marks JOIN entered USING (_unit) ORDER BY number`
  return { sql, parameters }
}

/** Streams the events of a funnel through its fold: never more than one unit and the counts are held. */
export async function readFunnel(
  connection: DuckDBConnection,
  plan: ProductPlan,
): Promise<ProductAnswer | 'too-many-segments'> {
  const { sql, parameters } = compileFunnelEvents(plan)
  const fold = createFunnelFold(plan)
  for await (const chunk of await connection.stream(sql, parameters)) {
    const [units = [], times = [], marks = [], said = []] = [0, 1, 2, 3].map(column => chunk.getColumnValues(column))
    for (let row = 0; row < units.length; row++) {
      const value = said[row]
      fold.add(Number(units[row]), Number(times[row]), Number(marks[row]), typeof value === 'string' ? value : null)
    }
  }
  return fold.cells()
}

/** Entries and outcomes are told apart by their times, not by where in the calendar they are. */
const nowhere: Slots = { stretches: [], lengthMs: 0 }

function mark(plan: ProductPlan, event: string, bind: Bind): string {
  const bits = markedBy(plan).flatMap((occurrence, place) => {
    if (occurrence.event !== event) return []
    const kept = condition(occurrence.where ?? {}, bind)
    return [kept === '' ? `${1 << place}` : `CASE WHEN ${kept} THEN ${1 << place} ELSE 0 END`]
  })
  return `(${bits.join(' + ')})::INTEGER`
}
