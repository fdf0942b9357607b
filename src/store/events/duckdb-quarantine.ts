import type { DuckDBConnection } from '@duckdb/node-api'
import { type Row, readRows } from './duckdb-rows.ts'
import type { QuarantinedEvent, QuarantineFilter, QuarantineGroup } from './event-store.ts'

const sdkVersion = `coalesce(raw->>'$.context.sdk_version', '')`
const fields = 'id, environment, event, reason, detail, epoch_ms(received) AS received_ms, raw, sender'

/** Quarantined events of a project that pass a filter, newest first, received strictly before a moment. */
export async function readQuarantined(
  connection: DuckDBConnection,
  project: string,
  beforeMs: number,
  limit: number,
  filter: QuarantineFilter,
): Promise<QuarantinedEvent[]> {
  const { condition, parameters } = conditionOf(project, filter)
  const before = `make_timestamp_ms($${parameters.push(beforeMs)}::BIGINT)`
  const position =
    filter.beforeId === undefined
      ? `received < ${before}`
      : `(received < ${before} OR (received = ${before} AND id < $${parameters.push(filter.beforeId)}))`
  const rows = await readRows(
    connection,
    `SELECT ${fields} FROM quarantine WHERE ${condition} AND ${position}
     ORDER BY received DESC, id DESC LIMIT $${parameters.push(limit)}`,
    parameters,
  )
  return rows.map(quarantinedEvent)
}

/** What a project's quarantine holds, by environment, event, reason and SDK version, the largest groups first. */
export async function readQuarantineGroups(
  connection: DuckDBConnection,
  project: string,
  filter: QuarantineFilter,
  limit: number,
): Promise<QuarantineGroup[]> {
  const { condition, parameters } = conditionOf(project, filter)
  const rows = await readRows(
    connection,
    `SELECT environment, event, reason, ${sdkVersion} AS sdk_version, count(*) AS events,
       epoch_ms(min(received)) AS first_ms, epoch_ms(max(received)) AS last_ms,
       arg_max({'id': id, 'detail': detail, 'raw': raw, 'sender': sender}, received) AS newest
     FROM quarantine WHERE ${condition} GROUP BY ALL
     ORDER BY events DESC, last_ms DESC, environment, event, reason, sdk_version LIMIT $${parameters.push(limit)}`,
    parameters,
  )
  return rows.map(row => ({
    environment: String(row.environment),
    event: String(row.event),
    reason: String(row.reason),
    sdkVersion: row.sdk_version === '' ? undefined : String(row.sdk_version),
    events: Number(row.events),
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    sample: quarantinedEvent({ ...row, ...(row.newest as Row), received_ms: row.last_ms }),
  }))
}

function conditionOf(project: string, filter: QuarantineFilter) {
  const parameters: (string | number)[] = [project]
  const parts = ['project = $1']
  const equal = {
    environment: filter.environment,
    event: filter.event,
    reason: filter.reason,
    [sdkVersion]: filter.sdkVersion,
  }
  for (const [expression, wanted] of Object.entries(equal)) {
    if (wanted !== undefined) parts.push(`${expression} = $${parameters.push(wanted)}`)
  }
  if (filter.search !== undefined) {
    const text = `$${parameters.push(filter.search)}`
    const hidden = Object.fromEntries((filter.unsearched ?? []).map(name => [name, null]))
    // A merge patch with nulls takes the properties out.
    const patch = `$${parameters.push(JSON.stringify({ properties: hidden }))}`
    parts.push(`(contains(json_merge_patch(raw, ${patch})::VARCHAR, ${text}) OR contains(detail, ${text}))`)
  }
  if (filter.ids !== undefined) {
    parts.push(
      filter.ids.length === 0 ? 'false' : `id IN (${filter.ids.map(id => `$${parameters.push(id)}`).join(', ')})`,
    )
  }
  return { condition: parts.join(' AND '), parameters }
}

function quarantinedEvent(row: Row): QuarantinedEvent {
  return {
    id: String(row.id),
    environment: String(row.environment),
    event: String(row.event),
    reason: String(row.reason),
    detail: String(row.detail),
    receivedMs: Number(row.received_ms),
    raw: row.raw === null ? null : JSON.parse(String(row.raw)),
    ...(row.sender === null ? {} : { sender: JSON.parse(String(row.sender)) }),
  }
}
