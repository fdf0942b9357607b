import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { Encoding } from './body.ts'

/** How many records were not taken, and what the sender should know; a message alone is a warning. */
export type PartialSuccess = { rejected: number; message: string }

/** An ExportLogsServiceResponse. When everything went well it is empty, as OTLP asks. */
export function answerOf(encoding: Encoding, { rejected, message }: PartialSuccess): Response {
  if (encoding === 'application/json') {
    const partialSuccess = {
      ...(rejected === 0 ? {} : { rejectedLogRecords: String(rejected) }),
      ...(message === '' ? {} : { errorMessage: message }),
    }
    return respond(200, encoding, JSON.stringify(rejected === 0 && message === '' ? {} : { partialSuccess }))
  }
  const writer = new BinaryWriter()
  if (rejected > 0 || message !== '') {
    writer.tag(1, WireType.LengthDelimited).fork()
    if (rejected > 0) writer.tag(1, WireType.Varint).int64(rejected)
    if (message !== '') writer.tag(2, WireType.LengthDelimited).string(message)
    writer.join()
  }
  return respond(200, encoding, writer.finish())
}

/** A google.rpc.Status, the failure OTLP/HTTP knows. */
export function failureOf(
  encoding: Encoding,
  status: number,
  message: string,
  retryAfterSeconds: number | undefined,
): Response {
  const body =
    encoding === 'application/json'
      ? JSON.stringify({ message })
      : new BinaryWriter().tag(2, WireType.LengthDelimited).string(message).finish()
  const response = respond(status, encoding, body)
  if (retryAfterSeconds !== undefined) response.headers.set('retry-after', String(retryAfterSeconds))
  return response
}

function respond(status: number, encoding: Encoding, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { status, headers: { 'content-type': encoding } })
}
