import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { type Attribute, type Attributes, checkDepth, integerOf, type LogRecord, malformed } from './record.ts'

type Pair = [key: string, value: Attribute]

/** Reads the value of one field; false when the message has no such field, which is then skipped. */
type Field = (number: number, wireType: WireType, reader: BinaryReader) => boolean

/** The log records of an ExportLogsServiceRequest in protobuf. Throws when it is not one. */
export function recordsInProtobuf(bytes: Uint8Array): LogRecord[] {
  const records: LogRecord[] = []
  try {
    readMessage(bytes, (number, wireType, reader) => {
      if (number !== 1) return false
      readResourceLogs(nested(reader, wireType), records)
      return true
    })
  } catch (error) {
    // The reader throws RangeError and Error alike when bytes do not add up.
    throw error instanceof Error && !(error instanceof TypeError) ? malformed(error.message) : error
  }
  return records
}

function readMessage(bytes: Uint8Array, field: Field): void {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    if (!field(number, wireType, reader)) reader.skip(wireType, number)
  }
}

function nested(reader: BinaryReader, wireType: WireType): Uint8Array {
  expect(wireType, WireType.LengthDelimited)
  return reader.bytes()
}

function expect(wireType: WireType, wanted: WireType): void {
  if (wireType !== wanted) throw malformed('a field is not of its type')
}

function readResourceLogs(bytes: Uint8Array, records: LogRecord[]): void {
  let resource: Attributes = {}
  const scopes: Uint8Array[] = []
  readMessage(bytes, (number, wireType, reader) => {
    if (number === 1) resource = attributesIn(nested(reader, wireType), 1, 0)
    else if (number === 2) scopes.push(nested(reader, wireType))
    else return false
    return true
  })
  for (const scoped of scopes) readScopeLogs(scoped, resource, records)
}

function readScopeLogs(bytes: Uint8Array, resource: Attributes, records: LogRecord[]): void {
  let scope = '@'
  const found: Uint8Array[] = []
  readMessage(bytes, (number, wireType, reader) => {
    if (number === 1) scope = scopeOf(nested(reader, wireType))
    else if (number === 2) found.push(nested(reader, wireType))
    else return false
    return true
  })
  for (const record of found) records.push(recordOf(record, scope, resource))
}

function scopeOf(bytes: Uint8Array): string {
  let name = ''
  let version = ''
  readMessage(bytes, (number, wireType, reader) => {
    if (number !== 1 && number !== 2) return false
    const text = textOf(nested(reader, wireType))
    if (number === 1) name = text
    else version = text
    return true
  })
  return `${name}@${version}`
}

function recordOf(bytes: Uint8Array, scope: string, resource: Attributes): LogRecord {
  const attributes: Pair[] = []
  const record = { timeNs: 0n, observedTimeNs: 0n, eventName: '', traceId: '', spanId: '' }
  let body: Attribute = null
  readMessage(bytes, (number, wireType, reader) => {
    if (number === 1) record.timeNs = fixed64(reader, wireType)
    else if (number === 5) body = attributeOf(nested(reader, wireType), 0)
    else if (number === 6) attributes.push(pairOf(nested(reader, wireType), 0))
    else if (number === 9) record.traceId = Buffer.from(nested(reader, wireType)).toString('hex')
    else if (number === 10) record.spanId = Buffer.from(nested(reader, wireType)).toString('hex')
    else if (number === 11) record.observedTimeNs = fixed64(reader, wireType)
    else if (number === 12) record.eventName = textOf(nested(reader, wireType))
    else return false
    return true
  })
  return { ...record, body, attributes: Object.fromEntries(attributes), scope, resource }
}

function fixed64(reader: BinaryReader, wireType: WireType): bigint {
  expect(wireType, WireType.Bit64)
  return BigInt(reader.fixed64())
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

/** The key-value pairs that a message repeats under one field number. */
function attributesIn(bytes: Uint8Array, field: number, depth: number): { [name: string]: Attribute } {
  const pairs: Pair[] = []
  readMessage(bytes, (number, wireType, reader) => {
    if (number !== field) return false
    pairs.push(pairOf(nested(reader, wireType), depth))
    return true
  })
  return Object.fromEntries(pairs)
}

function pairOf(bytes: Uint8Array, depth: number): Pair {
  let key = ''
  let value: Attribute = null
  readMessage(bytes, (number, wireType, reader) => {
    if (number === 1) key = textOf(nested(reader, wireType))
    else if (number === 2) value = attributeOf(nested(reader, wireType), depth)
    else return false
    return true
  })
  return [key, value]
}

function attributeOf(bytes: Uint8Array, depth: number): Attribute {
  checkDepth(depth)
  let value: Attribute = null
  readMessage(bytes, (number, wireType, reader) => {
    if (number === 1) value = textOf(nested(reader, wireType))
    else if (number === 2 && wireType === WireType.Varint) value = reader.bool()
    else if (number === 3 && wireType === WireType.Varint) value = integerOf(BigInt(reader.int64()))
    else if (number === 4 && wireType === WireType.Bit64) value = finiteOf(reader.double())
    else if (number === 5) value = arrayOf(nested(reader, wireType), depth + 1)
    else if (number === 6) value = attributesIn(nested(reader, wireType), 1, depth + 1)
    else if (number === 7) value = Buffer.from(nested(reader, wireType)).toString('base64')
    else return false
    return true
  })
  return value
}

function arrayOf(bytes: Uint8Array, depth: number): Attribute[] {
  const values: Attribute[] = []
  readMessage(bytes, (number, wireType, reader) => {
    if (number !== 1) return false
    values.push(attributeOf(nested(reader, wireType), depth))
    return true
  })
  return values
}

// NaN and the infinities are no JSON, so they are said as in OTLP's JSON.
function finiteOf(value: number): Attribute {
  return Number.isFinite(value) ? value : String(value)
}
