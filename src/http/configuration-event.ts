/**
 * The stream of an environment's configuration, on the wire: server-sent events, one kind of message.
 *
 *     retry: 2718                          how long to wait before reconnecting, different for every stream
 *
 *     id: 5d41402abc4b2a76                 the version; sent back in Last-Event-ID it means "I have this one"
 *     data: {"type":"refetchEvaluation","version":"5d41402abc4b2a76","configuration":{...}}
 *
 *     :                                    every 25 s: the connection lives
 *
 * A new stream starts with the newest message, unless Last-Event-ID names it. Versions in between may be left out.
 * Without `configuration` (it is too large to be sent to everybody unasked) the client fetches it from /sdk/v1/config
 * with its ETag. The stream ends when its key is revoked; reconnecting then answers 401. The name of the type is the
 * one OFREP gives to such a message, so that its clients may listen too.
 */
export type ConfigurationEvent = { id: string; bytes: Uint8Array }

/** Larger configurations are announced, not sent: beyond it the bytes cost more than the requests they save. */
export const embeddedBytesMax = 64 * 1024

/** How often a stream says that it lives. */
export const heartbeatMs = 25_000

/** The message that a configuration, given as its JSON text, is the newest. */
export function configurationEvent(version: string, text: string): ConfigurationEvent {
  const embedded = Buffer.byteLength(text) <= embeddedBytesMax ? `,"configuration":${text}` : ''
  const data = `{"type":"refetchEvaluation","version":${JSON.stringify(version)}${embedded}}`
  return { id: version, bytes: Buffer.from(`id: ${version}\ndata: ${data}\n\n`) }
}
