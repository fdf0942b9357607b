import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ProblemCode } from '../contract/problem.ts'
import { problem } from './problem.ts'

/** The most bytes a body of events may have, compressed or not. */
export const contentBytesMax = 1024 * 1024

const inflate = promisify(gunzip)
const tooLarge = { problem: 'too-large', detail: `more than ${contentBytesMax} bytes` } as const

/** Refuses bodies that are too large before they are read. */
export const contentLimit = bodyLimit({
  maxSize: contentBytesMax,
  onError: () => {
    throw problem(tooLarge.problem, tooLarge)
  },
})

/** The bytes of a body without its gzip, or why there are none. Nothing beyond 1 MB is ever decompressed. */
export async function contentOf(c: Context): Promise<Uint8Array | { problem: ProblemCode; detail: string }> {
  const body = new Uint8Array(await c.req.arrayBuffer())
  const encoding = (c.req.header('content-encoding') ?? 'identity').toLowerCase()
  if (encoding === '' || encoding === 'identity') return body
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    return { problem: 'unsupported-encoding', detail: encoding.slice(0, 100) }
  try {
    return await inflate(body, { maxOutputLength: contentBytesMax })
  } catch (error) {
    return error instanceof RangeError ? tooLarge : { problem: 'malformed-body', detail: 'the body is not gzip' }
  }
}
