import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'

export type Row = Record<string, unknown>
export type Parameter = string | number | boolean | null

/** The rows of a question as plain values: whole numbers as numbers while they are exact and as bigint beyond, times as Date. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly Parameter[] = [],
): Promise<Row[]> {
  const values: DuckDBValue[] = [...parameters]
  const reader = await connection.runAndReadAll(sql, values.length > 0 ? values : undefined)
  return reader
    .getRowObjectsJS()
    .map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
}

/** Runs work on a connection of its own. */
export async function withConnection<Value>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<Value>,
): Promise<Value> {
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
  }
}

/** A text as SQL takes it, for the places where no parameter may stand. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Date || value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]))
}
