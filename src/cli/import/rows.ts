import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'

/** One row of a file, with its number (the first is 1). A row that cannot be read comes with the reason instead. */
export type Row = { number: number; cells: Record<string, string> } | { number: number; rejected: string; text: string }

/** The rows of a CSV or NDJSON file, plain or gzipped, as they stream in; `onBytes` hears how much of the file has been read. */
export async function* rowsOf(path: string, onBytes: (read: number) => void = () => {}): AsyncGenerator<Row> {
  let read = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length
      onBytes(read)
      done(null, chunk)
    },
  })
  const file = createReadStream(path)
    .on('error', error => counted.destroy(error))
    .pipe(counted)
  const gzipped = /\.gz$/i.test(path)
  const bytes = gzipped ? file.pipe(createGunzip()) : file
  counted.on('error', error => bytes.destroy(error))
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(path)) yield* jsonRows(bytes)
  else yield* csvRows(bytes)
}

export function fileBytes(path: string): number {
  return statSync(path).size
}

async function* csvRows(bytes: NodeJS.ReadableStream): AsyncGenerator<Row> {
  const parser = parse({ bom: true, columns: true, relax_column_count: true, skip_empty_lines: true, trim: true })
  bytes.on('error', error => parser.destroy(error))
  bytes.pipe(parser)
  let number = 0
  let width: number | undefined
  for await (const cells of parser as AsyncIterable<Record<string, string>>) {
    number += 1
    width ??= Object.keys(cells).length
    const found = Object.keys(cells).length
    if (found !== width)
      yield { number, rejected: `has ${found} columns instead of ${width}`, text: JSON.stringify(cells) }
    else yield { number, cells }
  }
}

async function* jsonRows(bytes: NodeJS.ReadableStream): AsyncGenerator<Row> {
  let number = 0
  for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    number += 1
    const cells = cellsOf(line)
    yield cells ? { number, cells } : { number, rejected: 'is not a JSON object', text: line }
  }
}

function cellsOf(line: string): Record<string, string> | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const cells: Record<string, string> = {}
  for (const [name, cell] of Object.entries(value)) {
    if (cell !== null) cells[name] = typeof cell === 'string' ? cell : JSON.stringify(cell)
  }
  return cells
}
