import { describe, expect, it } from 'vitest'
import { dayOf, hasReturned, isMature, retentionOf, startOf } from '../../../src/core/metrics/retention.ts'

const dayMs = 86_400_000
const open = { event: 'app_open' }
const formula = { kind: 'retention' as const, ...open, day: 7 }

describe('retention', () => {
  it('starts with the same event where no other one is named', () => {
    expect(startOf(formula)).toEqual(open)
    expect(startOf({ ...formula, start: { event: 'sign_up' } })).toEqual({ event: 'sign_up' })
  })

  it('asks for the n-th 24 hours after the start, whatever day it is', () => {
    const retention = retentionOf(formula)
    const startMs = Date.parse('2026-03-28T22:30:00Z')
    expect(dayOf(retention, startMs)).toEqual({ fromMs: startMs + 7 * dayMs, untilMs: startMs + 8 * dayMs })
    const back = (days: number, event = 'app_open') =>
      hasReturned(retention, startMs, [{ event, timeMs: startMs + days * dayMs, properties: {} }])
    expect([6.999, 7, 7.5, 7.999, 8].map(days => back(days))).toEqual([false, true, true, true, false])
    expect(back(7.5, 'page_view')).toBe(false)
  })

  it('counts only the events its filter keeps', () => {
    const retention = retentionOf({ ...formula, day: 1, where: { platform: ['web'] } })
    const back = (platform: string | null) =>
      hasReturned(retention, 0, [{ event: 'app_open', timeMs: dayMs, properties: { platform } }])
    expect([back('web'), back('ios'), back(null)]).toEqual([true, false, false])
  })

  it('knows a unit once its day is over, not before', () => {
    const retention = retentionOf({ ...formula, day: 1 })
    expect([isMature(retention, 0, 2 * dayMs - 1), isMature(retention, 0, 2 * dayMs)]).toEqual([false, true])
  })
})
