import type { EventDefinition } from '../contract/event-definition.ts'
import { matureHours } from '../core/health/completeness.ts'
import type { Finding } from '../core/health/finding.ts'
import { reconciliationSql } from '../store/events/reconciliation-sql.ts'

const hourMs = 3_600_000

const measures = {
  freshness: 'max(last_ms) AS last_received_ms',
  volume: 'sum(valid) AS valid',
  quarantined: 'sum(quarantined) AS quarantined, sum(valid) AS valid',
  duplicates: 'sum(duplicate) AS duplicate, sum(valid) AS valid',
  late: 'sum(late) AS late, sum(valid) AS valid',
  clock: 'sum(skewed) AS skewed, sum(valid) AS valid',
}

/** What a question is about. */
export type Subject = {
  project: string
  environment: string
  event: string
  untilHour: number
  definition?: EventDefinition
}

/** The question that shows what a finding is about: over the counts by hour, or over the rows of two events. */
export function queryOf(finding: Finding, { project, environment, event, untilHour, definition }: Subject): string {
  const { check, property, windowHours, segment } = finding
  const from = untilHour - Math.ceil(windowHours)
  if (check === 'completeness' && definition?.expect?.completeness !== undefined) {
    const until = untilHour - matureHours
    const moments = [`${from * hourMs}`, `${until * hourMs}`] as const
    return reconciliationSql(project, event, definition.expect.completeness, textOf(environment), moments)
  }
  const during = `hour >= ${from} AND hour < ${untilHour}`
  const equal = (columns: Record<string, string>) =>
    Object.entries(columns)
      .map(([column, value]) => `${column} = ${textOf(value)}`)
      .join(' AND ')
  if (check === 'sequence' || check === 'completeness')
    return `SELECT hour, sum(expected) AS expected, sum(arrived) AS arrived, sum(dropped) AS dropped FROM sequence_rollups WHERE ${equal({ project, environment, ...segment })} AND ${during} GROUP BY hour ORDER BY hour`
  const where = equal({ project, environment, event, ...(property === undefined ? {} : { property }), ...segment })
  if (check === 'missing' || check === 'drift')
    return `SELECT hour, bin, sum(events) AS events FROM value_rollups WHERE ${where} AND ${during} GROUP BY ALL ORDER BY hour, bin`
  if (check === 'freshness') return `SELECT ${measures.freshness} FROM rollups WHERE ${where}`
  return `SELECT hour, ${measures[check]} FROM rollups WHERE ${where} AND ${during} GROUP BY hour ORDER BY hour`
}

function textOf(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
