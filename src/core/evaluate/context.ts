/** What an app knows about who is asking: unit ids and attributes. Only own properties are ever read. */
export type Context = { readonly targetingKey?: string | undefined; readonly [attribute: string]: unknown }

/** An own property of a record, or undefined: `constructor` and the like are not there unless somebody put them there. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** A value as text: strings as they are, whole numbers in digits without exponent, nothing else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value + 0) : undefined
}

/** The id that a context gives for a unit, or undefined when it is missing, empty or not an id. A user is `targetingKey` first. */
export function unitIdOf(context: Context, unit: string, unitField: string): string | undefined {
  if (unit === 'user' && Object.hasOwn(context, 'targetingKey')) {
    const key = idOf(context.targetingKey)
    if (key !== undefined) return key
  }
  return idOf(own(context, unitField))
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value : textOf(value)
  return id === '' ? undefined : id
}
