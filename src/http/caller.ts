import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Platform } from '../platform.ts'

type Config = Platform['config']

/** Where this server is reached, without a slash at the end: as configured, else as this request reached it. */
export function originOf(c: Context, { publicUrl }: Config): string {
  return (publicUrl ?? new URL(c.req.url).origin).replace(/\/+$/, '')
}

/** The address a request comes from: told by the proxy that is configured, else the other end of the connection. */
export function addressOf(c: Context, { addressHeader }: Config): string {
  // Of a list, only the last entry was written by the proxy next to us.
  const told = addressHeader === undefined ? undefined : c.req.header(addressHeader)?.split(',').at(-1)?.trim()
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  return told || (incoming?.socket.remoteAddress ?? 'this process')
}

/**
 * Whether a request was made by a page of this server, as the browser tells. Programs tell nothing and are refused: they
 * have keys.
 */
export function isSameOrigin(c: Context, config: Config): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('origin')
  const reached = new URL(c.req.url)
  // Something in front of us may have taken the TLS off.
  return (
    origin !== undefined &&
    [new URL(originOf(c, config)).origin, reached.origin, `https://${reached.host}`].includes(origin)
  )
}
