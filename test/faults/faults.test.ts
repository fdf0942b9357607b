import { describe, expect, it } from 'vitest'
import { faults } from './faults.ts'
import { simulateCalm, simulateFaults } from './simulation.ts'

/** A short version of the table in docs/HEALTH.md; node test/faults/run.ts makes the whole one. */
const seeds = [1, 2, 3]

describe.each([50, 500, 5000])('faults at %i events an hour', rate => {
  const rows = simulateFaults(rate, seeds)

  it('nearly all are found', () => {
    const found = rows.reduce((sum, row) => sum + row.found, 0)
    expect(found / (faults.length * seeds.length)).toBeGreaterThanOrEqual(0.95)
  })

  it('an outage is found within two hours, always', () => {
    const outage = rows.find(({ fault }) => fault === 'outage')
    expect(outage?.found).toBe(seeds.length)
    expect(Math.max(...(outage?.hoursToFind ?? []))).toBeLessThanOrEqual(2)
  })

  it('healthy weeks stay quiet', () => {
    const { incidents, weeks } = simulateCalm(rate, seeds)
    expect(incidents.length / weeks).toBeLessThanOrEqual(0.5)
  })
})

it('-40 % of 500 an hour is found within two hours, and nearly always within one', () => {
  const wanted = faults.filter(({ name }) => name === 'add_to_cart -40 %')
  const [row] = simulateFaults(
    500,
    Array.from({ length: 20 }, (_, index) => index + 1),
    wanted,
  )
  const hours = row?.hoursToFind ?? []
  expect(hours.filter(hour => hour <= 2)).toHaveLength(20)
  expect(hours.filter(hour => hour === 1).length).toBeGreaterThanOrEqual(19)
})
