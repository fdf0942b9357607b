import { describe, expect, it } from 'vitest'
import { ExperimentRecord } from '../../../src/contract/experiment.ts'
import type { Look } from '../../../src/contract/look.ts'
import {
  concludingLook,
  dueLook,
  expectedEndMs,
  informationAt,
  isWorthKeeping,
  risingInformation,
} from '../../../src/core/report/look-plan.ts'
import { lookAt, experiment as plain, startedMs } from './example.ts'

const dayMs = 86_400_000
const [phase] = plain.run.phases
if (phase === undefined) throw new Error('the example has a phase')

const planned = (analysis: Partial<ExperimentRecord['analysis']>) =>
  ExperimentRecord.parse({ ...plain, analysis: { ...plain.analysis, ...analysis } })
const answer = { units: [50, 50], excluded: 0, metrics: [] }
const lookAfter = (days: number, changes: Partial<Look> = {}): Look => ({
  ...lookAt(answer, startedMs + days * dayMs),
  information: days / 14,
  ...changes,
})
const dueDays = (experiment: ExperimentRecord, looks: readonly Look[], days: number, ended?: number) => {
  const ending = ended === undefined ? {} : { endedAt: new Date(startedMs + ended * dayMs).toISOString() }
  const due = dueLook(experiment, { ...phase, ...ending }, looks, startedMs + days * dayMs)
  return due && { days: (due.atMs - startedMs) / dayMs, final: due.final }
}

describe('a look', () => {
  it('is due once a day at the offset of the start, and one makes up for those missed', () => {
    const daily = planned({})
    expect(dueDays(daily, [], 0.99)).toBeUndefined()
    expect(dueDays(daily, [], 1.01)).toEqual({ days: 1, final: false })
    expect(dueDays(daily, [lookAfter(1)], 1.99)).toBeUndefined()
    expect(dueDays(daily, [lookAfter(1)], 5.5)).toEqual({ days: 5, final: false })
  })

  it('is due at the planned end, and never after it, whatever the mode makes of that', () => {
    expect(dueDays(planned({}), [lookAfter(13)], 20)).toEqual({ days: 14, final: false })
    expect(dueDays(planned({}), [lookAfter(14)], 20)).toBeUndefined()
    expect(dueDays(planned({}), [lookAfter(14)], 20, 19)).toBeUndefined()
    expect(dueDays(planned({ mode: 'fixed' }), [], 13.9)).toBeUndefined()
    expect(dueDays(planned({ mode: 'fixed', plannedDays: 2.5 }), [], 3)).toEqual({ days: 2.5, final: false })
    expect(dueDays(planned({ mode: 'always-valid' }), [lookAfter(14)], 20)).toEqual({ days: 20, final: false })
    expect(dueDays(ExperimentRecord.parse({ ...plain, assignment: 'external' }), [], 20)).toBeUndefined()
  })

  it('is due when the phase ends, once', () => {
    expect(dueDays(planned({}), [lookAfter(3)], 5, 3.5)).toEqual({ days: 3.5, final: true })
    expect(dueDays(planned({}), [lookAfter(3.5, { final: true })], 5, 3.5)).toBeUndefined()
    expect(dueDays(planned({ mode: 'fixed' }), [], 5, 3.5)).toEqual({ days: 3.5, final: true })
  })

  it('is kept when it brings something new', () => {
    expect(isWorthKeeping(planned({ plannedUnits: 1000 }), [lookAfter(1, { information: 0.1 })], 0.1, false)).toBe(
      false,
    )
    expect(isWorthKeeping(planned({ plannedUnits: 1000 }), [lookAfter(1, { information: 0.1 })], 0.2, false)).toBe(true)
    expect(isWorthKeeping(planned({ plannedUnits: 1000 }), [], 0, false)).toBe(false)
    expect(isWorthKeeping(planned({ mode: 'fixed', plannedUnits: 1000 }), [], 0.5, false)).toBe(false)
    expect(isWorthKeeping(planned({ mode: 'fixed' }), [], 0.5, true)).toBe(true)
    expect(risingInformation([0, 0.1, 0.1, 0.1 + 1e-9, 0.2])).toEqual([0.1, 0.2])
  })
})

describe('the plan', () => {
  it('is done by time or by units', () => {
    expect(informationAt(planned({}), phase, startedMs + 7 * dayMs, 9)).toBe(0.5)
    expect(informationAt(planned({ plannedUnits: 1000 }), phase, startedMs + dayMs, 1500)).toBe(1.5)
    expect(concludingLook(planned({}), [lookAfter(13), lookAfter(14), lookAfter(15)])?.information).toBe(1)
    expect(concludingLook(planned({ mode: 'always-valid' }), [lookAfter(14)])).toBeUndefined()
  })

  it('ends when it was planned to, or at the pace of its units', () => {
    expect(expectedEndMs(planned({}), phase, startedMs, 0)).toBe(startedMs + 14 * dayMs)
    expect(expectedEndMs(planned({ plannedUnits: 1000 }), phase, startedMs + 2 * dayMs, 0.25)).toBe(
      startedMs + 8 * dayMs,
    )
    expect(expectedEndMs(planned({ plannedUnits: 1000 }), phase, startedMs, 0)).toBeUndefined()
  })
})
