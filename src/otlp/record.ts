/** A value of an attribute. Numbers too long for one are texts; bytes are base64. */
export type Attribute = string | number | boolean | null | Attribute[] | { [name: string]: Attribute }
export type Attributes = Readonly<Record<string, Attribute>>

/** A log record with all it inherits, as far as events need it. Times are nanoseconds since 1970, 0 when unknown. */
export type LogRecord = {
  timeNs: bigint
  observedTimeNs: bigint
  eventName: string
  body: Attribute
  attributes: Attributes
  traceId: string
  spanId: string
  scope: string
  resource: Attributes
}

/** Thrown while a body is decoded, and turned into an answer where decoding began. */
export type Malformed = Error & { malformed: true }

const depthMax = 32

/** What decoding ends with when the body is not what its encoding says. */
export function malformed(detail: string): Malformed {
  return Object.assign(new Error(detail), { malformed: true as const })
}

export function isMalformed(error: unknown): error is Malformed {
  return error instanceof Error && 'malformed' in error
}

/** Refuses values nested deeper than anything that is sent on purpose. */
export function checkDepth(depth: number): void {
  if (depth > depthMax) throw malformed(`a value is nested deeper than ${depthMax} levels`)
}

/** A whole number of up to 64 bits as a number where that is exact, else as a text. */
export function integerOf(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
