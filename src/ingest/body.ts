import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { ProblemCode } from '../contract/problem.ts'

/** A request body as it came over the wire. */
export type RawBody = { body: Uint8Array | string; encoding?: string | undefined; contentType?: string | undefined }

/** The events of a body, each still unjudged, or why none of it was taken. */
export type ReadBody = { items: unknown[] } | { problem: ProblemCode; detail: string }

/** What a body may come to, compressed and not. */
export const bodyBytesMax = 1024 * 1024
const eventsMax = 1000
const byteOrderMark = '\uFEFF'

const inflate = promisify(gunzip)

/** Reads a JSON array, one object or NDJSON, gzipped or not. Nothing beyond 1 MB is ever decompressed. */
export async function readBody(raw: RawBody): Promise<ReadBody> {
  const text = await textOf(raw)
  if (typeof text !== 'string') return text
  const read =
    raw.contentType !== undefined && /ndjson|jsonl|json-?lines/i.test(raw.contentType)
      ? readLines(text)
      : readJson(text)
  if ('problem' in read) return read
  if (read.items.length > eventsMax)
    return { problem: 'too-large', detail: `${read.items.length} events; at most ${eventsMax} are taken at once` }
  return read
}

async function textOf({
  body,
  encoding = 'identity',
}: RawBody): Promise<string | { problem: ProblemCode; detail: string }> {
  const tooLarge = { problem: 'too-large', detail: `more than ${bodyBytesMax} bytes` } as const
  if (typeof body === 'string') return Buffer.byteLength(body) > bodyBytesMax ? tooLarge : body
  if (body.byteLength > bodyBytesMax) return tooLarge
  let bytes = body
  if (/^(x-)?gzip$/i.test(encoding)) {
    const inflated = await inflatedOf(body)
    if (inflated === 'too-large') return tooLarge
    if (inflated === 'damaged') return { problem: 'malformed-body', detail: 'the body is not gzip' }
    bytes = inflated
  } else if (encoding !== '' && encoding.toLowerCase() !== 'identity') {
    return { problem: 'unsupported-encoding', detail: encoding.slice(0, 100) }
  }
  if (!isUtf8(bytes)) return { problem: 'malformed-body', detail: 'the body is not UTF-8' }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

async function inflatedOf(body: Uint8Array): Promise<Uint8Array | 'too-large' | 'damaged'> {
  try {
    return await inflate(body, { maxOutputLength: bodyBytesMax })
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'damaged'
  }
}

function readJson(text: string): ReadBody {
  const value = parse(text.startsWith(byteOrderMark) ? text.slice(1) : text)
  if (value === undefined)
    return text.trimStart().startsWith('{')
      ? readLines(text)
      : { problem: 'malformed-body', detail: 'the body is not JSON' }
  if (Array.isArray(value)) return { items: value }
  if (typeof value === 'object' && value !== null) return { items: [value] }
  return { problem: 'malformed-body', detail: 'the body must be an array of events, one event, or one event a line' }
}

function readLines(text: string): ReadBody {
  const items: unknown[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parse(line)
    if (value === undefined) return { problem: 'malformed-body', detail: `line ${index + 1} is not JSON` }
    items.push(value)
  }
  return items.length > 0 ? { items } : { problem: 'malformed-body', detail: 'the body is empty' }
}

/** JSON has no undefined, so undefined can mean that the text is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
