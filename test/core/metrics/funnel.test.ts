import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Occurrence } from '../../../src/contract/metric.ts'
import { entriesOf, type Funnel, type FunnelEvent, funnelOf, furthestOf } from '../../../src/core/metrics/funnel.ts'

const s = 1_000
const at = (second: number, event: string, properties: FunnelEvent['properties'] = {}): FunnelEvent => ({
  event,
  timeMs: second * s,
  properties,
})
const steps = (...events: (string | Occurrence)[]): Occurrence[] =>
  events.map(event => (typeof event === 'string' ? { event } : event))
const funnel = (windowSeconds: number, ...events: (string | Occurrence)[]): Funnel => ({
  steps: steps(...events),
  exclude: [],
  windowMs: windowSeconds * s,
})
const furthest = (asked: Funnel, ...events: FunnelEvent[]) =>
  furthestOf(asked, entriesOf(asked, events, Number.POSITIVE_INFINITY)).furthest

describe('a funnel', () => {
  it('takes steps in order, whatever happens between them', () => {
    const asked = funnel(60, 'a', 'b', 'c')
    expect(furthest(asked, at(0, 'a'), at(5, 'x'), at(10, 'b'), at(20, 'a'), at(30, 'c'))).toBe(3)
    expect(furthest(asked, at(0, 'a'), at(10, 'c'), at(20, 'b'))).toBe(2)
    expect(furthest(asked, at(0, 'b'), at(10, 'c'))).toBe(0)
  })

  it('takes all steps within its window from step 1 on, its end not included', () => {
    const asked = funnel(60, 'a', 'b', 'c')
    expect(furthest(asked, at(0, 'a'), at(40, 'b'), at(59.999, 'c'))).toBe(3)
    expect(furthest(asked, at(0, 'a'), at(40, 'b'), at(60, 'c'))).toBe(2)
  })

  it('enters at every event of step 1 and keeps the furthest path of all', () => {
    const asked = funnel(10, 'a', 'b', 'c')
    const events = [at(0, 'a'), at(8, 'a'), at(9, 'b'), at(15, 'c'), at(30, 'a')]
    const entries = entriesOf(asked, events, Number.POSITIVE_INFINITY)
    expect(entries.map(({ first, furthest: k }) => [first.timeMs / s, k])).toEqual([
      [0, 2],
      [8, 3],
      [30, 1],
    ])
    expect(furthest(asked, ...events)).toBe(3)
  })

  it('takes events closer than two seconds as simultaneous, in whichever order they came', () => {
    const asked = funnel(60, 'a', 'b', 'c')
    expect(furthest(asked, at(10, 'a'), at(8.001, 'b'), at(20, 'c'))).toBe(3)
    expect(furthest(asked, at(10, 'a'), at(8, 'b'), at(20, 'c'))).toBe(1)
    expect(furthest(asked, at(10, 'a'), at(10, 'b'), at(10, 'c'))).toBe(3)
  })

  it('does not let small disorders add up to a large one', () => {
    expect(furthest(funnel(60, 'a', 'b', 'c'), at(10, 'a'), at(8.5, 'b'), at(7, 'c'))).toBe(2)
  })

  it('lets no event serve two steps of a path', () => {
    expect(furthest(funnel(60, 'a', 'a'), at(0, 'a'))).toBe(1)
    expect(furthest(funnel(60, 'a', 'a'), at(0, 'a'), at(0, 'a'))).toBe(2)
    expect(furthest(funnel(60, 'a', 'b', 'a'), at(0, 'a'), at(1, 'b'))).toBe(2)
    expect(furthest(funnel(60, 'a', 'b', 'a'), at(0, 'a'), at(0, 'a'), at(1, 'b'))).toBe(3)
  })

  it('leaves a scarce event to the step that needs it', () => {
    const red = { event: 'b', where: { colour: ['red'] } }
    const asked = funnel(60, 'a', 'b', red)
    // Taking the red one for step 2, as the earliest, would leave none for step 3.
    expect(furthest(asked, at(0, 'a'), at(5, 'b', { colour: 'red' }), at(5.5, 'b', { colour: 'blue' }))).toBe(3)
    expect(furthest(asked, at(0, 'a'), at(5, 'b', { colour: 'red' }), at(7, 'b', { colour: 'blue' }))).toBe(2)
  })

  it('ends a path at an excluded event after its entry, that moment included', () => {
    const asked = { ...funnel(60, 'a', 'b', 'c'), exclude: steps('x') }
    expect(furthest(asked, at(0, 'a'), at(10, 'b'), at(15, 'x'), at(20, 'c'))).toBe(2)
    expect(furthest(asked, at(0, 'a'), at(10, 'b'), at(20, 'x'), at(20, 'c'))).toBe(2)
    expect(furthest(asked, at(0, 'x'), at(0, 'a'), at(10, 'b'), at(20, 'c'))).toBe(3)
    expect(furthest(asked, at(0, 'a'), at(10, 'b'), at(20, 'c'), at(21, 'x'))).toBe(3)
    expect(furthest(asked, at(0, 'a'), at(5, 'x'), at(6, 'a'), at(10, 'b'), at(20, 'c'))).toBe(3)
  })

  it('is immature while its window is open, its path incomplete and not ended', () => {
    const asked = { ...funnel(60, 'a', 'b'), exclude: steps('x') }
    const immature = (untilSeconds: number, ...events: FunnelEvent[]) =>
      furthestOf(asked, entriesOf(asked, events, untilSeconds * s)).immature
    expect(immature(59, at(0, 'a'))).toBe(true)
    expect(immature(60, at(0, 'a'))).toBe(false)
    expect(immature(59, at(0, 'a'), at(1, 'x'))).toBe(false)
    expect(immature(59, at(0, 'a'), at(1, 'b'))).toBe(false)
    // One complete path is all a unit can reach, whatever it starts again.
    expect(immature(59, at(0, 'a'), at(1, 'b'), at(2, 'a'))).toBe(false)
    expect(immature(100, at(0, 'a'), at(50, 'a'))).toBe(true)
  })

  it('reads its window in days from the definition', () => {
    const formula = { kind: 'funnel' as const, steps: steps('a', 'b'), windowDays: 0.5 }
    expect(funnelOf(formula)).toEqual({ steps: steps('a', 'b'), exclude: [], windowMs: 43_200_000 })
  })

  it('goes as far as the best of all assignments of events to steps', () => {
    const colour = fc.constantFrom('red', 'blue', null)
    const where = fc.constantFrom<Occurrence['where'][]>(
      undefined,
      { colour: ['red'] },
      { colour: ['blue', 'red'] },
      { size: [1] },
    )
    const occurrence: fc.Arbitrary<Occurrence> = fc
      .tuple(fc.constantFrom('a', 'a', 'b', 'c'), where)
      .map(([event, filter]) => (filter === undefined ? { event } : { event, where: filter }))
    const event: fc.Arbitrary<FunnelEvent> = fc.record({
      event: fc.constantFrom('a', 'a', 'a', 'b', 'c'),
      timeMs: fc.integer({ min: 0, max: 16 }).map(half => half * 500),
      properties: fc.record({ colour, size: fc.constantFrom(1, null) }),
    })
    fc.assert(
      fc.property(
        fc.record({
          steps: fc.array(occurrence, { minLength: 2, maxLength: 5, size: 'max' }),
          exclude: fc.array(occurrence, { maxLength: 1 }),
          windowMs: fc.constantFrom(1_000, 3_000, 5_500, 100_000),
        }),
        fc.array(event, { maxLength: 7, size: 'max' }),
        (asked, events) => {
          const found = entriesOf(asked, events, Number.POSITIVE_INFINITY)
          expect(new Set(found.map(entry => entry.first))).toEqual(
            new Set(events.filter(one => fits(asked.steps[0], one))),
          )
          for (const entry of found) expect(entry.furthest).toBe(longest(asked, events, [entry.first]))
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

function fits(step: Occurrence | undefined, event: FunnelEvent): boolean {
  if (step === undefined || step.event !== event.event) return false
  return Object.entries(step.where ?? {}).every(([name, values]) => values.some(v => v === event.properties[name]))
}

/** The rules, word for word, over every way to continue a path. */
function longest(asked: Funnel, events: readonly FunnelEvent[], path: readonly FunnelEvent[]): number {
  const [first] = path
  const entryMs = first?.timeMs ?? 0
  const lengths = events
    .filter(
      event =>
        fits(asked.steps[path.length], event) &&
        !path.includes(event) &&
        path.every(earlier => event.timeMs >= earlier.timeMs || earlier.timeMs - event.timeMs < 2_000) &&
        event.timeMs < entryMs + asked.windowMs &&
        !events.some(
          one => one.timeMs > entryMs && one.timeMs <= event.timeMs && asked.exclude.some(none => fits(none, one)),
        ),
    )
    .map(event => longest(asked, events, [...path, event]))
  return Math.max(path.length, ...lengths)
}
