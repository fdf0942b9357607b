import { type Attribute, type Attributes, checkDepth, integerOf, type LogRecord, malformed } from './record.ts'

type Fields = Record<string, unknown>

/** The log records of an ExportLogsServiceRequest in OTLP's JSON. Throws when it is not one. */
export function recordsInJson(text: string): LogRecord[] {
  const records: LogRecord[] = []
  for (const group of listIn(parsed(text), 'resourceLogs')) {
    const resource = attributesIn(objectIn(group, 'resource'))
    for (const scoped of listIn(group, 'scopeLogs')) {
      const scope = objectIn(scoped, 'scope')
      const scopeName = `${textIn(scope, 'name')}@${textIn(scope, 'version')}`
      for (const record of listIn(scoped, 'logRecords')) {
        records.push({
          timeNs: nanosecondsIn(record, 'timeUnixNano'),
          observedTimeNs: nanosecondsIn(record, 'observedTimeUnixNano'),
          eventName: textIn(record, 'eventName'),
          body: attributeOf(record.body ?? {}, 0),
          attributes: attributesIn(record),
          traceId: textIn(record, 'traceId').toLowerCase(),
          spanId: textIn(record, 'spanId').toLowerCase(),
          scope: scopeName,
          resource,
        })
      }
    }
  }
  return records
}

function parsed(text: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('the body is not JSON')
  }
  return fieldsOf(value, 'the body')
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(`${name} must be an object`)
  return value as Fields
}

function objectIn(fields: Fields, name: string): Fields {
  return fields[name] === undefined || fields[name] === null ? {} : fieldsOf(fields[name], name)
}

function listIn(fields: Fields, name: string): Fields[] {
  const value = fields[name] ?? []
  if (!Array.isArray(value)) throw malformed(`${name} must be an array`)
  return value.map(entry => fieldsOf(entry, `an entry of ${name}`))
}

function textIn(fields: Fields, name: string): string {
  const value = fields[name] ?? ''
  if (typeof value !== 'string') throw malformed(`${name} must be a text`)
  return value
}

function nanosecondsIn(fields: Fields, name: string): bigint {
  const value = fields[name] ?? 0
  return wholeOf(value, name)
}

// 64-bit integers are written as texts in JSON; numbers are taken as well.
function wholeOf(value: unknown, name: string): bigint {
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value)
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  throw malformed(`${name} must be a whole number`)
}

function attributesIn(fields: Fields, depth = 0): Attributes {
  return attributesOf(listIn(fields, 'attributes'), depth)
}

function attributesOf(pairs: readonly Fields[], depth: number): { [name: string]: Attribute } {
  return Object.fromEntries(pairs.map(pair => [textIn(pair, 'key'), attributeOf(pair.value ?? {}, depth)]))
}

function attributeOf(given: unknown, depth: number): Attribute {
  checkDepth(depth)
  const value = fieldsOf(given, 'a value')
  if (typeof value.stringValue === 'string') return value.stringValue
  if (typeof value.boolValue === 'boolean') return value.boolValue
  if (value.intValue !== undefined) return integerOf(wholeOf(value.intValue, 'intValue'))
  if (value.doubleValue !== undefined) return doubleOf(value.doubleValue)
  if (typeof value.bytesValue === 'string') return value.bytesValue
  if (value.arrayValue !== undefined)
    return listIn(objectIn(value, 'arrayValue'), 'values').map(entry => attributeOf(entry, depth + 1))
  if (value.kvlistValue !== undefined) return attributesOf(listIn(objectIn(value, 'kvlistValue'), 'values'), depth + 1)
  return null
}

// JSON has no words for these, so protobuf writes them as texts.
function doubleOf(value: unknown): Attribute {
  if (typeof value === 'number') return value
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value
  throw malformed('doubleValue must be a number')
}
