import type { Completeness } from '../../contract/event-definition.ts'
import { quoted, tableOf } from './table.ts'

const hourMs = 3_600_000

/** The question how much of another event is found in an event, with the environment and the milliseconds since 1970 of both moments as SQL takes them. */
export function reconciliationSql(
  project: string,
  event: string,
  { against, by }: Pick<Completeness, 'against' | 'by'>,
  environment: string,
  [fromMs, untilMs]: readonly [string, string],
): string {
  const value = quoted(by)
  return `WITH wanted AS (SELECT ${value} AS value, epoch_ms(min(_received)) // ${hourMs} AS hour FROM ${tableOf(project, against)} WHERE _environment = ${environment} AND ${value} IS NOT NULL AND _received >= make_timestamp_ms(${fromMs}) AND _received < make_timestamp_ms(${untilMs}) GROUP BY ${value}), there AS (SELECT DISTINCT ${value} AS value FROM ${tableOf(project, event)} WHERE _environment = ${environment} AND ${value} IN (SELECT value FROM wanted)) SELECT hour, count(*) AS expected, count(there.value) AS found FROM wanted LEFT JOIN there ON there.value = wanted.value GROUP BY hour ORDER BY hour`
}
