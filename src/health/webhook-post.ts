import { lookup } from 'node:dns'
import { type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** Sends a message to an address: 'delivered', or why it was not, in words. */
export type Post = (
  url: string,
  headers: Record<string, string>,
  body: string,
) => Promise<'delivered' | { problem: string }>

const timeoutMs = 10_000

/**
 * Posts over HTTP. Unless private addresses are allowed, the address that is connected to is checked itself, so that a name
 * cannot point elsewhere between check and use. Redirects are refused: they would lead around the check.
 */
export function createPost(options: { privateAddresses: boolean }): Post {
  const lookupChecked: LookupFunction = (host, { all, ...how }, found) => {
    lookup(host, { ...how, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) return found(error ?? new Error(`${host} has no address`), [])
      const refused = addresses.find(({ address }) => !isPublicAddress(address))
      if (refused !== undefined) return found(new Error(`${host} is the private address ${refused.address}`), [])
      if (all === true) found(null, addresses)
      else found(null, first.address, first.family)
    })
  }

  return async (url, headers, body) => {
    const target = new URL(url)
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (!options.privateAddresses && isIP(host) !== 0 && !isPublicAddress(host))
      return { problem: `${host} is a private address` }
    const checked: RequestOptions = options.privateAddresses ? {} : { lookup: lookupChecked }
    return new Promise(resolve => {
      const send = target.protocol === 'https:' ? requestSecure : requestPlain
      const request = send(
        target,
        {
          ...checked,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
          // A connection of its own: one kept open from before was checked before.
          agent: false,
          signal: AbortSignal.timeout(timeoutMs),
        },
        response => {
          const { statusCode = 0 } = response
          // What it says does not matter, and may be endless.
          response.destroy()
          if (statusCode >= 200 && statusCode < 300) resolve('delivered')
          else
            resolve({
              problem:
                statusCode >= 300 && statusCode < 400 ? `it redirects (${statusCode})` : `it answered ${statusCode}`,
            })
        },
      )
      request.on('error', error => resolve({ problem: error.message }))
      request.end(body)
    })
  }
}
