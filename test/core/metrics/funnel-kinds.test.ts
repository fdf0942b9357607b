import { describe, expect, it } from 'vitest'
import { branchesMax, branchesOf, kindsOf } from '../../../src/core/metrics/funnel-kinds.ts'

const a = { event: 'a' }
const page = (...pages: string[]) => ({ event: 'a', where: { page: pages } })
const stepsOf = (steps: Parameters<typeof kindsOf>[0]) => kindsOf(steps).map(kind => kind.steps)
const widthOf = (steps: Parameters<typeof branchesOf>[0]) => {
  const count = (branches: NonNullable<ReturnType<typeof branchesOf>>): number =>
    branches.reduce((sum, { longer }) => sum + 1 + count(longer), 0)
  const branches = branchesOf(steps)
  return branches === undefined ? undefined : count(branches)
}

describe('kinds of events in a funnel', () => {
  it('are the steps themselves where names differ', () => {
    expect(stepsOf([a, { event: 'b' }, { event: 'c' }])).toEqual([[0], [1], [2]])
    expect(widthOf([a, { event: 'b' }, { event: 'c' }])).toBe(2)
  })

  it('keep apart what values keep apart', () => {
    expect(stepsOf([page('x'), page('y', 'z')])).toEqual([[0], [1]])
    // A text and a number are never the same value.
    expect(stepsOf([page('1'), { event: 'a', where: { page: [1] } }])).toEqual([[0], [1]])
  })

  it('are one where steps are the same, or one step has all events of another', () => {
    expect(stepsOf([a, a, a])).toEqual([[0, 1, 2]])
    expect(stepsOf([a, page('x')])).toEqual([[0], [0, 1]])
    expect(stepsOf([page('x', 'y'), page('x')])).toEqual([[0], [0, 1]])
  })

  it('are all combinations where filters are of different properties', () => {
    expect(stepsOf([page('x'), { event: 'a', where: { size: [1] } }])).toEqual([[0], [1], [0, 1]])
  })

  it('are refused where they would have to be followed in too many ways', () => {
    const properties = ['p', 'q', 'r', 's', 't'].map(name => ({ event: 'a', where: { [name]: [1] } }))
    expect(widthOf(properties.slice(0, 3))).toBe(20)
    expect(branchesMax).toBeLessThan(16 * 16)
    expect(branchesOf(properties)).toBeUndefined()
    expect(widthOf(Array.from({ length: 12 }, () => a))).toBe(11)
  })
})
