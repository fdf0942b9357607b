import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type ConfigurationEvent, configurationEvent } from './configuration-event.ts'

/** A configuration as it travels: written once, compressed once, shared by everybody it is sent to. */
export type ConfigurationBytes = {
  version: string
  json: Uint8Array<ArrayBuffer>
  /** What its streams are sent. */
  event: ConfigurationEvent
  compressed(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>>
}

type Encoding = 'br' | 'gzip'

const compressors: Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>> = {
  br: bytes =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: bytes => promisify(gzip)(bytes),
}

/** The bytes of a configuration given as its JSON text. Each encoding is made when first asked for. */
export function configurationBytes(version: string, text: string): ConfigurationBytes {
  const json = Buffer.from(text)
  const made = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>()
  let event: ConfigurationEvent | undefined
  return {
    version,
    json,
    get event() {
      event ??= configurationEvent(version, json.toString())
      return event
    },
    compressed(encoding) {
      const known = made.get(encoding)
      if (known) return known
      const making = compressors[encoding](json)
      made.set(encoding, making)
      return making
    },
  }
}

/** Answers a request for a configuration: 304 when the client has it, else in the smallest encoding the client takes. */
export async function configurationResponse(
  configuration: ConfigurationBytes,
  header: (name: string) => string | undefined,
): Promise<Response> {
  // Weak: the same configuration has other bytes in each encoding.
  const etag = `W/"${configuration.version}"`
  const headers = { etag, vary: 'accept-encoding', 'cache-control': 'private, no-cache' }
  if (isKnown(header('if-none-match'), configuration.version)) return new Response(null, { status: 304, headers })
  const encoding = encodingFor(header('accept-encoding'))
  if (encoding === undefined)
    return new Response(configuration.json, { headers: { ...headers, 'content-type': 'application/json' } })
  return new Response(await configuration.compressed(encoding), {
    headers: { ...headers, 'content-type': 'application/json', 'content-encoding': encoding },
  })
}

function isKnown(ifNoneMatch: string | undefined, version: string): boolean {
  return (ifNoneMatch ?? '')
    .split(',')
    .some(tag => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === `"${version}"`)
}

function encodingFor(acceptEncoding: string | undefined): Encoding | undefined {
  const accepted = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map(entry => entry.split(';').map(part => part.trim()))
    .filter(([, quality]) => quality === undefined || Number(quality.replace('q=', '')) > 0)
    .map(([name]) => name)
  return (['br', 'gzip'] as const).find(encoding => accepted.includes(encoding))
}
