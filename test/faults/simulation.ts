import { type Trouble, watch } from '../../src/core/health/incident.ts'
import { dayHours, weekHours } from '../../src/core/health/series.ts'
import { type Fault, faults } from './faults.ts'
import { copyOf, seriesOf, type Traffic, trafficOf } from './traffic.ts'

/** What became of one fault at one rate. */
export type FaultRow = { fault: string; eventsPerHour: number; runs: number; found: number; hoursToFind: number[] }

/** Healthy weeks and what was wrongly said about them. */
export type CalmRow = { eventsPerHour: number; weeks: number; incidents: Trouble[] }

const historyWeeks = 9
const faultWeeks = 2

/** Breaks a shop once for each seed and fault, and watches until the fault is found or over. */
export function simulateFaults(
  eventsPerHour: number,
  seeds: readonly number[],
  wanted: readonly Fault[] = faults,
): FaultRow[] {
  const rows = wanted.map(({ name }): FaultRow => ({ fault: name, eventsPerHour, runs: 0, found: 0, hoursToFind: [] }))
  for (const seed of seeds) {
    const traffic = trafficOf(eventsPerHour, historyWeeks + faultWeeks, seed)
    for (const [index, fault] of wanted.entries()) {
      const row = rows[index]
      if (row === undefined) continue
      const hours = hoursToFind(traffic, fault, startOf(traffic, fault))
      row.runs += 1
      if (hours === undefined) continue
      row.found += 1
      row.hoursToFind.push(hours)
    }
  }
  return rows
}

/** A fault begins at any hour of the day, as it does in life; drops of `add_to_cart` at eight, when the mean is expected. */
function startOf({ draw }: Traffic, { name }: Fault): number {
  const hour = name.startsWith('add_to_cart') ? 8 : Math.floor(draw.uniform() * dayHours)
  return historyWeeks * weekHours - 3 * dayHours + hour
}

function hoursToFind(traffic: Traffic, fault: Fault, from: number): number | undefined {
  const broken = copyOf(traffic)
  const until = from + fault.lastsHours
  fault.apply(broken, from, until)
  const series = seriesOf(broken)
  for (let hour = from; hour < until; hour += 1) {
    const { opened } = watch(series, hour, [])
    if (opened.some(({ check }) => fault.noticedBy.includes(check))) return hour - from + 1
  }
  return undefined
}

/** Watches a healthy shop for two weeks and keeps every incident that opens. */
export function simulateCalm(eventsPerHour: number, seeds: readonly number[]): CalmRow {
  const incidents: Trouble[] = []
  for (const seed of seeds) {
    const series = seriesOf(trafficOf(eventsPerHour, historyWeeks + faultWeeks, seed))
    let known: Trouble[] = []
    for (let hour = historyWeeks * weekHours; hour < (historyWeeks + faultWeeks) * weekHours; hour += 1) {
      const { opened, closed } = watch(series, hour, known)
      known = [
        ...known.filter(
          one =>
            !closed.some(
              ({ check, property, startHour }) =>
                one.check === check && one.property === property && one.startHour === startHour,
            ),
        ),
        ...closed,
        ...opened,
      ]
    }
    incidents.push(...known)
  }
  return { eventsPerHour, weeks: seeds.length * faultWeeks, incidents }
}
