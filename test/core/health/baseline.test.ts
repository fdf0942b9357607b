import { expect, it } from 'vitest'
import { baselineOf } from '../../../src/core/health/baseline.ts'
import { dayHours, weekHours } from '../../../src/core/health/series.ts'
import { drawing } from '../../faults/random.ts'

const weeks = 10
const last = weeks * weekHours - 1
const dayOf = (hour: number) => Math.floor(hour / dayHours) % 7
const series = (of: (hour: number) => number) => Float64Array.from({ length: weeks * weekHours }, (_, hour) => of(hour))
const season = (hour: number) => 500 * (1 + 0.6 * Math.sin((2 * Math.PI * (hour % dayHours)) / dayHours))

it('expects of a weekend what weekends have', () => {
  const otherWeekends = series(hour => (dayOf(hour) < 5 ? season(hour) : season(hour + dayHours / 2)))
  for (let hour = last - weekHours; hour < last; hour += 1)
    expect(baselineOf(otherWeekends, hour, 1, 0)?.expected).toBeCloseTo(otherWeekends[hour] ?? 0, 6)
})

it('does not follow a week in which something went wrong', () => {
  const broken = series(hour => (hour > last - 2 * weekHours && hour <= last - weekHours ? 0 : season(hour)))
  expect(baselineOf(broken, last, 1, 0)?.expected).toBeCloseTo(season(last), 6)
})

it('knows how much hours vary beside chance, by night and by day', () => {
  const draw = drawing(2)
  const share = 0.1
  const counts = series(hour => draw.poisson(season(hour) * 10 * Math.max(0, 1 + share * draw.normal())))
  for (const hour of [last - 5, last - 17]) {
    const { expected = 0, dispersion = 0 } = baselineOf(counts, hour, 1, 0) ?? {}
    // The variance of such an hour over its mean, which the estimate should be within a half of, with its allowances.
    const truth = 1 + share ** 2 * expected
    expect(dispersion / truth).toBeGreaterThan(0.8)
    expect(dispersion / truth).toBeLessThan(2)
  }
})

it('says nothing of what it has not known for two days', () => {
  const counts = series(() => 10)
  expect(baselineOf(counts, last, 1, last - dayHours)).toBeUndefined()
  expect(baselineOf(counts, last, 1, last - 3 * dayHours)?.expected).toBe(10)
})
