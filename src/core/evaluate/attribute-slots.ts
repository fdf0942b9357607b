import { type Context, own } from './context.ts'

/** The attributes of one context as far as one evaluation has read them, each at its place. */
export type Values = unknown[]

/** Where the attributes that the conditions of one flag ask for have their places. */
export type AttributeSlots = {
  readonly placeOf: (attribute: string) => number
  /** Nothing read yet; copy it for every evaluation. */
  readonly unread: Values
}

const unread = Symbol('unread')

/** Places for the attributes of one flag; grows while its conditions are compiled. */
export function attributeSlots(): AttributeSlots {
  const places = new Map<string, number>()
  const nothing: Values = []
  return {
    placeOf: attribute => {
      const place = places.get(attribute) ?? nothing.push(unread) - 1
      places.set(attribute, place)
      return place
    },
    unread: nothing,
  }
}

/** The value of an attribute, looked up the first time only: finding an own property costs more than the comparison. */
export function readValue(values: Values, context: Context, attribute: string, place: number): unknown {
  const value = values[place]
  if (value !== unread) return value
  const found = own(context, attribute)
  values[place] = found
  return found
}
