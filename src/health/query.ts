import type { Finding } from '../core/health/finding.ts'

const measures: Record<Exclude<Finding['check'], 'missing' | 'drift'>, string> = {
  freshness: 'max(last_ms) AS last_received_ms',
  volume: 'sum(valid) AS valid',
  quarantined: 'sum(quarantined) AS quarantined, sum(valid) AS valid',
  duplicates: 'sum(duplicate) AS duplicate, sum(valid) AS valid',
  late: 'sum(late) AS late, sum(valid) AS valid',
  clock: 'sum(skewed) AS skewed, sum(valid) AS valid',
}

/** The question over the counts by hour that shows what a finding is about. */
export function queryOf(
  finding: Finding,
  project: string,
  environment: string,
  event: string,
  untilHour: number,
): string {
  const { check, property, windowHours, segment } = finding
  const equal: Record<string, string> = {
    project,
    environment,
    event,
    ...(property === undefined ? {} : { property }),
    ...segment,
  }
  const parts = Object.entries(equal).map(([column, value]) => `${column} = '${value.replaceAll("'", "''")}'`)
  const where = `${parts.join(' AND ')} AND hour >= ${untilHour - Math.ceil(windowHours)} AND hour < ${untilHour}`
  if (check === 'missing' || check === 'drift')
    return `SELECT hour, bin, sum(events) AS events FROM value_rollups WHERE ${where} GROUP BY ALL ORDER BY hour, bin`
  if (check === 'freshness') return `SELECT ${measures.freshness} FROM rollups WHERE ${parts.join(' AND ')}`
  return `SELECT hour, ${measures[check]} FROM rollups WHERE ${where} GROUP BY hour ORDER BY hour`
}
