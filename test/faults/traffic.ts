import { dayHours, type EventSeries, weekHours } from '../../src/core/health/series.ts'
import { type Draw, drawing } from './random.ts'

/** Valid events of one platform, version and country, by hour. */
export type Cell = { platform: string; version: string; country: string; share: number; valid: Float64Array }

/** A seeded shop: one event, hour by hour, with daily and weekly seasons, days that are better than others, and small faults that are always there. */
export type Traffic = {
  hours: number
  draw: Draw
  cells: Cell[]
  quarantined: Float64Array
  duplicate: Float64Array
  late: Float64Array
  skewed: Float64Array
  missing: Float64Array
  currency: Map<string, Float64Array>
  /** Amounts by order of magnitude, five bins to a factor of two. */
  amount: Map<string, Float64Array>
}

const platforms = { web: 0.5, ios: 0.3, android: 0.2 }
const versions = { '2.1': 0.15, '2.2': 0.6, '2.3': 0.25 }
const countries = { DE: 0.4, FR: 0.25, NL: 0.15, AT: 0.12, ES: 0.08 }
const currencies = { EUR: 0.9, USD: 0.1 }
/** What is always a little wrong. */
export const usual = { quarantined: 0.003, duplicate: 0.002, late: 0.01, skewed: 0.01, missing: 0.02 }
const hourSpread = 0.05
const daySpread = 0.02
export const amountBins = 60
const amountMean = 30
const amountSpread = 5

/** Events that are expected in an hour when the mean is 1: seven tenths more in the afternoon, a fifth more at weekends. */
export function season(hour: number): number {
  const day = Math.floor(hour / dayHours) % 7
  return (1 + 0.7 * Math.sin((2 * Math.PI * ((hour % dayHours) - 8)) / dayHours)) * (day >= 5 ? 1.143 : 0.943)
}

/** So many weeks of a shop with so many events an hour. */
export function trafficOf(eventsPerHour: number, weeks: number, seed: number): Traffic {
  const draw = drawing(seed)
  const hours = weeks * weekHours
  const empty = () => new Float64Array(hours)
  const traffic: Traffic = {
    hours,
    draw,
    cells: Object.entries(platforms).flatMap(([platform, one]) =>
      Object.entries(versions).flatMap(([version, other]) =>
        Object.entries(countries).map(([country, third]) => ({
          platform,
          version,
          country,
          share: one * other * third,
          valid: empty(),
        })),
      ),
    ),
    quarantined: empty(),
    duplicate: empty(),
    late: empty(),
    skewed: empty(),
    missing: empty(),
    currency: new Map(Object.keys(currencies).map(name => [name, empty()])),
    amount: new Map(Array.from({ length: amountBins }, (_, bin) => [String(bin), empty()])),
  }
  const weights = amountWeights()
  let today = 1
  for (let hour = 0; hour < hours; hour += 1) {
    if (hour % dayHours === 0) today = Math.exp(daySpread * draw.normal())
    const level = eventsPerHour * season(hour) * today * Math.max(0.5, 1 + hourSpread * draw.normal())
    let valid = 0
    for (const cell of traffic.cells) {
      const events = draw.poisson(level * cell.share)
      cell.valid[hour] = events
      valid += events
    }
    for (const part of ['quarantined', 'duplicate', 'late', 'skewed', 'missing'] as const)
      traffic[part][hour] = draw.binomial(valid, usual[part])
    for (const [name, share] of Object.entries(currencies))
      put(traffic.currency, name, hour, draw.poisson(valid * share))
    for (const [bin, weight] of weights.entries()) put(traffic.amount, String(bin), hour, draw.poisson(valid * weight))
  }
  return traffic
}

/** A copy to break. */
export function copyOf(traffic: Traffic): Traffic {
  const copied = (bins: Map<string, Float64Array>) => new Map([...bins].map(([name, hours]) => [name, hours.slice()]))
  return {
    ...traffic,
    cells: traffic.cells.map(cell => ({ ...cell, valid: cell.valid.slice() })),
    quarantined: traffic.quarantined.slice(),
    duplicate: traffic.duplicate.slice(),
    late: traffic.late.slice(),
    skewed: traffic.skewed.slice(),
    missing: traffic.missing.slice(),
    currency: copied(traffic.currency),
    amount: copied(traffic.amount),
  }
}

/** The same as the detectors see it. */
export function seriesOf({
  hours,
  cells,
  quarantined,
  duplicate,
  late,
  skewed,
  missing,
  currency,
  amount,
}: Traffic): EventSeries {
  const valid = new Float64Array(hours)
  const segments = new Map<string, Float64Array>()
  for (const cell of cells) {
    for (const dimension of ['platform', 'version', 'country'] as const) {
      const name = `${dimension}=${cell[dimension]}`
      const segment = segments.get(name) ?? new Float64Array(hours)
      segments.set(name, segment)
      for (let hour = 0; hour < hours; hour += 1) segment[hour] = (segment[hour] ?? 0) + (cell.valid[hour] ?? 0)
    }
    for (let hour = 0; hour < hours; hour += 1) valid[hour] = (valid[hour] ?? 0) + (cell.valid[hour] ?? 0)
  }
  const none = new Float64Array(hours)
  return {
    firstHour: 0,
    valid,
    quarantined,
    duplicate,
    late,
    skewed,
    segments,
    properties: new Map([
      ['coupon', { kind: 'other', events: valid, missing, bins: new Map() }],
      ['currency', { kind: 'category', events: valid, missing: none, bins: currency }],
      ['amount', { kind: 'number', events: valid, missing: none, bins: amount }],
    ]),
  }
}

/** Lognormal amounts: a discretised normal over the bins. */
export function amountWeights(shift = 0): number[] {
  const heights = Array.from({ length: amountBins }, (_, bin) =>
    Math.exp(-(((bin - amountMean - shift) / amountSpread) ** 2) / 2),
  )
  const sum = heights.reduce((total, height) => total + height, 0)
  return heights.map(height => height / sum)
}

/** Writes one entry of a bin. */
export function put(bins: Map<string, Float64Array>, name: string, hour: number, count: number): void {
  const hours = bins.get(name)
  if (hours !== undefined) hours[hour] = count
}
