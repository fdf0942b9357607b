/** Counts by hour, one after the other without gaps. */
export type Hours = ArrayLike<number>

/** What happened to one event in one environment, hour by hour of its arrival. All lists have one length. */
export type EventSeries = {
  /** Hours since 1970 of the first entry. */
  firstHour: number
  /** When the last valid event arrived, if one did. */
  lastReceivedMs?: number
  valid: Hours
  quarantined: Hours
  duplicate: Hours
  /** Valid events that arrived more than an hour after they happened. */
  late: Hours
  /** Valid events whose sender's clock was wrong. */
  skewed: Hours
  /** Valid events by where they come from, under names like `platform=ios`. */
  segments: ReadonlyMap<string, Hours>
  properties: ReadonlyMap<string, PropertySeries>
  /** Present where the definition says by which other event it is reconciled. */
  reconciled?: Reconciled
}

/** Values of another event by the hour in which each came first, and those of them that this event has too. */
export type Reconciled = { expected: Hours; found: Hours }

/** How the events of an environment get here, hour by hour of their arrival, as far as they are numbered. */
export type DeliverySeries = {
  firstHour: number
  /** Numbers that were used up. */
  expected: Hours
  arrived: Hours
  /** What senders say they gave up themselves, which is part of what is missing. */
  dropped: Hours
  /** The same by where they come from, under names like `version=2.1`. */
  segments: ReadonlyMap<string, { expected: Hours; arrived: Hours }>
}

/** The values of one property: how many valid events were looked at, how many had none, and the others by bin. */
export type PropertySeries = {
  /** `category`: a bin is a value. `number`: bins are numbered in the order of the values in them. */
  kind: 'category' | 'number' | 'other'
  events: Hours
  missing: Hours
  bins: ReadonlyMap<string, Hours>
}

export const weekHours = 168
export const dayHours = 24

/** The sum of the `width` hours that end with hour `last`; 0 outside of what is known. */
export function windowSum(hours: Hours, last: number, width: number): number {
  let sum = 0
  for (let hour = Math.max(0, last - width + 1); hour <= last && hour < hours.length; hour += 1) sum += hours[hour] ?? 0
  return sum
}
