import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { ProblemCode } from '../contract/problem.ts'

/** A request body as it came over the wire. */
export type RawBody = { body: Uint8Array | string; encoding?: string | undefined; contentType?: string | undefined }

/** The events of a body, each still unjudged, or why none of it was taken. */
export type ReadBody = { items: unknown[] } | Failure
type Failure = { problem: ProblemCode; detail: string }

/** What a body may come to, compressed and not. */
export const bodyBytesMax = 1024 * 1024
/** How many events a body may hold. */
export const eventsMax = 1000
const tooLarge: Failure = { problem: 'too-large', detail: `more than ${bodyBytesMax} bytes` }
const byteOrderMark = '\uFEFF'

const inflate = promisify(gunzip)

/** A body out of its wrapping, and whether it says that it holds one event a line. */
export type OpenBody = { content: Buffer | string; form: 'json' | 'lines' }

/** Reads a JSON array, one object or NDJSON, gzipped or not. Nothing beyond 1 MB is ever decompressed. */
export async function readBody(raw: RawBody): Promise<ReadBody> {
  const open = await openBody(raw)
  return 'problem' in open ? open : readOpen(open)
}

/** Takes a body out of its wrapping; bytes are then UTF-8. It is at once where nothing has to be decompressed. */
export function openBody(raw: RawBody): OpenBody | Failure | Promise<OpenBody | Failure> {
  const { body, encoding = 'identity', contentType } = raw
  const form = contentType !== undefined && /ndjson|jsonl|json-?lines/i.test(contentType) ? 'lines' : 'json'
  if (typeof body === 'string') return Buffer.byteLength(body) > bodyBytesMax ? tooLarge : { content: body, form }
  if (body.byteLength > bodyBytesMax) return tooLarge
  if (encoding === '' || encoding.toLowerCase() === 'identity') return opened(body, form)
  if (!/^(x-)?gzip$/i.test(encoding)) return { problem: 'unsupported-encoding', detail: encoding.slice(0, 100) }
  return inflatedOf(body).then(inflated => {
    if (inflated === 'too-large') return tooLarge
    return inflated === 'damaged'
      ? { problem: 'malformed-body', detail: 'the body is not gzip' }
      : opened(inflated, form)
  })
}

function opened(bytes: Uint8Array, form: OpenBody['form']): OpenBody | Failure {
  if (!isUtf8(bytes)) return { problem: 'malformed-body', detail: 'the body is not UTF-8' }
  return { content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), form }
}

/** Parses the events of an open body. */
export function readOpen({ content, form }: OpenBody): ReadBody {
  const text = content.toString()
  const read = form === 'lines' ? readLines(text) : readJson(text)
  if ('problem' in read) return read
  if (read.items.length > eventsMax)
    return { problem: 'too-large', detail: `${read.items.length} events; at most ${eventsMax} are taken at once` }
  return read
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
