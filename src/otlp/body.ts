import { recordsInJson } from './json.ts'
import { recordsInProtobuf } from './protobuf.ts'
import { isMalformed, type LogRecord } from './record.ts'

/** The two ways OTLP/HTTP is written, by their content types. */
export type Encoding = 'application/json' | 'application/x-protobuf'

/** The encoding a content type names, undefined when OTLP knows none of that name. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  const name = contentType?.split(';')[0]?.trim().toLowerCase()
  if (name === 'application/json' || name === 'application/x-protobuf') return name
  return undefined
}

/** The log records of a request's body, or what is wrong with it. */
export function recordsIn(bytes: Uint8Array, encoding: Encoding): LogRecord[] | { malformed: string } {
  try {
    return encoding === 'application/json'
      ? recordsInJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
      : recordsInProtobuf(bytes)
  } catch (error) {
    if (isMalformed(error)) return { malformed: error.message }
    throw error
  }
}
