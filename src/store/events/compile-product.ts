import type { DuckDBConnection } from '@duckdb/node-api'
import { inOrder, share } from '../../core/metrics/product-cells.ts'
import type { ProductAnswer, ProductPlan } from '../../core/metrics/product-plan.ts'
import { activeAnswer, activeParts, windowStretches } from './compile-product-active.ts'
import { readFunnel } from './compile-product-funnel.ts'
import { retentionParts, withLastDay } from './compile-product-retention.ts'
import { bucketStretches, slotsOf, slotsPart } from './compile-product-slots.ts'
import { totalsParts } from './compile-product-totals.ts'
import { readRows } from './duckdb-rows.ts'
import type { SqlParameter } from './where-sql.ts'

/** A product plan as one DuckDB query with positional parameters, for every kind but funnels; `productAnswer` reads its rows. */
export function compileProduct(plan: ProductPlan): { sql: string; parameters: SqlParameter[] } {
  const parameters: SqlParameter[] = []
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`
  const { formula } = plan
  if (formula.kind === 'funnel') throw new Error('a funnel is read unit by unit')
  const slots = slotsOf(formula.kind === 'active' ? windowStretches(plan) : bucketStretches(plan))
  const parts =
    formula.kind === 'active'
      ? activeParts(plan, formula, slots, bind)
      : formula.kind === 'retention'
        ? retentionParts(plan, formula, slots, bind)
        : totalsParts(plan, formula, slots, bind)
  const calendar = slotsPart(formula.kind === 'retention' ? withLastDay(slots) : slots)
  return { sql: `WITH ${[...calendar, ...parts].join(',\n')}\nSELECT * FROM cells`, parameters }
}

/** The answer in the rows of a compiled plan. */
export function productAnswer(plan: ProductPlan, rows: readonly Record<string, unknown>[]): ProductAnswer {
  if (plan.formula.kind === 'active') return activeAnswer(plan, rows)
  return inOrder(
    rows.map(row => {
      const cell = {
        bucket: Number(row.bucket),
        segment: typeof row.label === 'string' ? row.label : null,
        units: Number(row.units),
        value: numberIn(row.value),
        numerator: numberIn(row.numerator),
        denominator: numberIn(row.denominator),
        immature: numberIn(row.immature),
        steps: null,
      }
      return plan.formula.kind === 'quantile' ? cell : share(cell, cell.numerator ?? 0, cell.denominator ?? 0)
    }),
  )
}

/** Asks a product plan of a database. */
export async function readProduct(
  connection: DuckDBConnection,
  plan: ProductPlan,
): Promise<ProductAnswer | 'too-many-segments'> {
  if (plan.buckets.length === 0) return []
  if (plan.formula.kind === 'funnel') return readFunnel(connection, plan)
  const { sql, parameters } = compileProduct(plan)
  return productAnswer(plan, await readRows(connection, sql, parameters))
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
