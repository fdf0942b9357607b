import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * The bytes of a request body, undefined when there are more than `bytesMax`. They are read off the connection itself where
 * there is one: a web stream in between costs more than everything else about a small request.
 */
export async function bodyBytes(c: Context, bytesMax: number): Promise<Uint8Array | undefined> {
  if (Number(c.req.header('content-length') ?? 0) > bytesMax) return undefined
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  if (incoming !== undefined) return gathered(incoming, bytesMax)
  const body = new Uint8Array(await c.req.arrayBuffer())
  return body.length > bytesMax ? undefined : body
}

function gathered(incoming: HttpBindings['incoming'], bytesMax: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      // What is too much is read on, so that the answer can be, but not kept.
      if (bytes > bytesMax) {
        chunks.length = 0
        resolve(undefined)
      } else chunks.push(chunk)
    })
    incoming.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    incoming.on('error', reject)
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('the connection was closed in the middle of the body'))
    })
  })
}
