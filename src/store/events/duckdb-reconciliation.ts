import type { DuckDBConnection } from '@duckdb/node-api'
import type { Completeness } from '../../contract/event-definition.ts'
import type { Reconciled } from '../../core/health/series.ts'
import { readRows } from './duckdb-rows.ts'
import { reconciliationSql } from './reconciliation-sql.ts'

const hourMs = 3_600_000

/**
 * The values of the other event by the hour in which each arrived first, `from` inclusive, `until` exclusive, and how many of
 * them this event has too, whenever it arrived. Each value counts once; an event without one counts nowhere.
 */
export async function readReconciled(
  connection: DuckDBConnection,
  project: string,
  environment: string,
  event: string,
  { against, by }: Pick<Completeness, 'against' | 'by'>,
  from: number,
  until: number,
): Promise<Reconciled> {
  const expected = new Float64Array(Math.max(0, until - from))
  const found = new Float64Array(expected.length)
  const rows = await readRows(
    connection,
    reconciliationSql(project, event, { against, by }, '$1', ['$2::BIGINT', '$3::BIGINT']),
    [environment, from * hourMs, until * hourMs],
  )
  for (const row of rows) {
    expected[Number(row.hour) - from] = Number(row.expected)
    found[Number(row.hour) - from] = Number(row.found)
  }
  return { expected, found }
}
