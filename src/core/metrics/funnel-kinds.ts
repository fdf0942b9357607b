import type { Occurrence } from '../../contract/metric.ts'
import type { Funnel } from './funnel.ts'

/** Events that can serve the same steps of a funnel, counted from 0. */
export type FunnelKind = { event: string; steps: readonly number[] }

/** A way to serve the steps from the second one on, kind by kind; ways that begin alike share what they begin with. */
export type FunnelBranch = { step: number; kind: FunnelKind; longer: readonly FunnelBranch[] }

/** More parts of ways than this cannot be followed at once. */
export const branchesMax = 60

/** Every kind of event there may be, as far as names and filters tell: most funnels have one kind for each step. */
export function kindsOf(steps: Funnel['steps']): FunnelKind[] {
  const names = [...new Set(steps.map(({ event }) => event))]
  return names.flatMap(event => {
    const own = [...steps.entries()].filter(([, step]) => step.event === event)
    return subsetsOf(own)
      .filter(chosen => {
        const left = own.filter(one => !chosen.includes(one))
        const disjoint = chosen.some(([, one]) => chosen.some(([, other]) => excludes(one, other)))
        return !disjoint && !chosen.some(([, one]) => left.some(([, other]) => implies(one, other)))
      })
      .map(chosen => ({ event, steps: chosen.map(([index]) => index) }))
  })
}

/** The ways through a funnel after an entry, as a tree; undefined when there are too many. */
export function branchesOf(steps: Funnel['steps']): readonly FunnelBranch[] | undefined {
  const kinds = kindsOf(steps)
  const widths = steps.map((_, step) => kinds.filter(kind => kind.steps.includes(step)).length)
  let [branches, level] = [0, 1]
  for (const width of widths.slice(1)) {
    level *= width
    branches += level
  }
  if (branches > branchesMax) return undefined
  const from = (step: number): readonly FunnelBranch[] =>
    step === steps.length
      ? []
      : kinds.filter(kind => kind.steps.includes(step)).map(kind => ({ step, kind, longer: from(step + 1) }))
  return from(1)
}

function subsetsOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: 2 ** items.length - 1 }, (_, place) =>
    items.filter((_item, index) => ((place + 1) >> index) & 1),
  )
}

/** Whether no event can be both: a property would need two values. */
function excludes({ where: one = {} }: Occurrence, { where: other = {} }: Occurrence): boolean {
  return Object.entries(one).some(([name, values]) => {
    const wanted = other[name]
    return wanted !== undefined && !values.some(value => wanted.includes(value))
  })
}

/** Whether every event of the one is also one of the other. */
function implies({ where: one = {} }: Occurrence, { where: other = {} }: Occurrence): boolean {
  return Object.entries(other).every(([name, values]) => one[name]?.every(value => values.includes(value)))
}
