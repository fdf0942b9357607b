import type { CheckName } from '../../src/core/health/finding.ts'
import { dayHours, weekHours } from '../../src/core/health/series.ts'
import { amountWeights, type Cell, put, type Traffic } from './traffic.ts'

/** Something that goes wrong with an event, for how long, and which checks are the right ones to notice it. */
export type Fault = {
  name: string
  lastsHours: number
  noticedBy: readonly CheckName[]
  /** Breaks a copy of the traffic from one hour on, for as long as the fault lasts. */
  apply(traffic: Traffic, from: number, until: number): void
}

const everyCell = () => true

/** Multiplies events: fewer are a random part of what was there, more are drawn beside it. */
function scale(
  traffic: Traffic,
  from: number,
  until: number,
  factor: (hour: number) => number,
  fits: (cell: Cell) => boolean = everyCell,
) {
  for (const { valid } of traffic.cells.filter(fits)) {
    for (let hour = from; hour < until; hour += 1) {
      const events = valid[hour] ?? 0
      const wanted = factor(hour)
      valid[hour] =
        wanted <= 1 ? traffic.draw.binomial(events, wanted) : events + traffic.draw.poisson(events * (wanted - 1))
    }
  }
}

function validAt(traffic: Traffic, hour: number): number {
  return traffic.cells.reduce((sum, { valid }) => sum + (valid[hour] ?? 0), 0)
}

/** Takes a part of the events of some cells away and keeps them aside. */
function quarantine(
  traffic: Traffic,
  from: number,
  until: number,
  share: number,
  fits: (cell: Cell) => boolean = everyCell,
) {
  for (const { valid } of traffic.cells.filter(fits)) {
    for (let hour = from; hour < until; hour += 1) {
      const aside = traffic.draw.binomial(valid[hour] ?? 0, share)
      valid[hour] = (valid[hour] ?? 0) - aside
      traffic.quarantined[hour] = (traffic.quarantined[hour] ?? 0) + aside
    }
  }
}

/** Makes a part of the events duplicates, late ones, ... besides those that always are. */
function mark(
  traffic: Traffic,
  part: 'duplicate' | 'late' | 'skewed' | 'missing',
  from: number,
  until: number,
  share: number,
) {
  for (let hour = from; hour < until; hour += 1)
    traffic[part][hour] = (traffic[part][hour] ?? 0) + traffic.draw.binomial(validAt(traffic, hour), share)
}

const volume = (name: string, factor: number, lastsHours: number): Fault => ({
  name,
  lastsHours,
  noticedBy: ['volume'],
  apply: (traffic, from, until) => scale(traffic, from, until, () => factor),
})

/** Twenty ways in which telemetry breaks. */
export const faults: readonly Fault[] = [
  volume('outage', 0, 6),
  {
    name: 'partial outage: nothing from version 2.3',
    lastsHours: 24,
    noticedBy: ['volume'],
    apply: (traffic, from, until) =>
      scale(
        traffic,
        from,
        until,
        () => 0,
        cell => cell.version === '2.3',
      ),
  },
  {
    name: 'required property renamed in version 2.3',
    lastsHours: 24,
    noticedBy: ['quarantined', 'volume'],
    apply: (traffic, from, until) => quarantine(traffic, from, until, 1, cell => cell.version === '2.3'),
  },
  {
    name: 'type changed on android',
    lastsHours: 24,
    noticedBy: ['quarantined', 'volume'],
    apply: (traffic, from, until) => quarantine(traffic, from, until, 1, cell => cell.platform === 'android'),
  },
  {
    name: 'enum grown: 10 % have a new value',
    lastsHours: 24,
    noticedBy: ['quarantined'],
    apply: (traffic, from, until) => quarantine(traffic, from, until, 0.1),
  },
  {
    name: 'nulls: 25 % lose an optional property',
    lastsHours: 24,
    noticedBy: ['missing'],
    apply: (traffic, from, until) => mark(traffic, 'missing', from, until, 0.25),
  },
  {
    name: 'duplicates: 5 %',
    lastsHours: 24,
    noticedBy: ['duplicates'],
    apply: (traffic, from, until) => mark(traffic, 'duplicate', from, until, 0.05),
  },
  {
    name: 'delayed hour',
    lastsHours: 3,
    noticedBy: ['volume', 'late'],
    apply(traffic, from) {
      for (const { valid } of traffic.cells) {
        const delayed = valid[from] ?? 0
        valid[from] = 0
        valid[from + 1] = (valid[from + 1] ?? 0) + delayed
        traffic.late[from + 1] = (traffic.late[from + 1] ?? 0) + delayed
      }
    },
  },
  {
    name: 'clock skew: 15 % of senders',
    lastsHours: 24,
    noticedBy: ['clock'],
    apply: (traffic, from, until) => mark(traffic, 'skewed', from, until, 0.15),
  },
  volume('double firing: 40 % twice, with new ids', 1.4, 48),
  {
    name: 'bot burst: x20 from one country',
    lastsHours: 6,
    noticedBy: ['volume'],
    apply: (traffic, from, until) =>
      scale(
        traffic,
        from,
        until,
        () => 20,
        cell => cell.country === 'ES',
      ),
  },
  volume('sampling changed to 50 %', 0.5, 48),
  volume('payment_failed x2', 2, 24),
  volume('payment_failed x5', 5, 24),
  volume('add_to_cart -20 %', 0.8, 4 * dayHours),
  volume('add_to_cart -40 %', 0.6, 2 * dayHours),
  volume('add_to_cart -80 %', 0.2, dayHours),
  {
    name: 'slow decay: -2 % a day for two weeks',
    lastsHours: 2 * weekHours,
    noticedBy: ['volume'],
    apply: (traffic, from, until) => scale(traffic, from, until, hour => 0.98 ** ((hour - from) / dayHours)),
  },
  {
    name: 'currency mix-up: amounts in cents on ios',
    lastsHours: 24,
    noticedBy: ['drift'],
    apply(traffic, from, until) {
      const cents = amountWeights(Math.log2(100) * 4)
      for (let hour = from; hour < until; hour += 1) {
        const events = validAt(traffic, hour)
        for (const [bin, usual] of amountWeights().entries())
          put(traffic.amount, String(bin), hour, traffic.draw.poisson(events * (0.7 * usual + 0.3 * (cents[bin] ?? 0))))
      }
    },
  },
  {
    name: 'lost sessions: 30 % of them end early, half of their events lost',
    lastsHours: 4 * dayHours,
    noticedBy: ['volume'],
    apply: (traffic, from, until) => scale(traffic, from, until, () => 0.85),
  },
  {
    name: 'replayed day: yesterday again, with new ids, over three hours',
    lastsHours: 3,
    noticedBy: ['volume', 'late'],
    apply(traffic, from, until) {
      for (const { valid } of traffic.cells) {
        let day = 0
        for (let hour = from - dayHours; hour < from; hour += 1) day += valid[hour] ?? 0
        for (let hour = from; hour < until; hour += 1) {
          const again = Math.round(day / (until - from))
          valid[hour] = (valid[hour] ?? 0) + again
          traffic.late[hour] = (traffic.late[hour] ?? 0) + again
        }
      }
    },
  },
]
