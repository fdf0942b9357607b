import type { Completeness } from '../../contract/event-definition.ts'
import { countTail } from './count-tail.ts'
import { type Finding, failingBelow } from './finding.ts'
import { dayHours, type Reconciled, windowSum } from './series.ts'
import { percent } from './words.ts'

/** Two events about one thing need not arrive in the same hour; after so many more hours both should be here. */
export const matureHours = 1
const shortHours = [1, 3]

/**
 * Whether as much of another event as the definition demands is found in this one. A whole day is held to the demand itself;
 * an hour or three, which hold fewer events, only to what chance could not explain if the demand were just met.
 */
export function completenessFinding(
  { expected, found }: Reconciled,
  { against, by, min }: Completeness,
  last: number,
  after: number,
): Finding {
  const end = last - matureHours
  const look = (width: number, status: Finding['status']): Finding => {
    const wanted = windowSum(expected, end, width)
    const there = windowSum(found, end, width)
    const numbers = `${there} of ${wanted}, ${percent(wanted === 0 ? 0 : there / wanted)}, at least ${percent(min)} are expected`
    const detail = `of the values of ${by} in ${against} in ${width} h are found: ${numbers}`
    return {
      check: 'completeness',
      status,
      detail,
      windowHours: width + matureHours,
      observed: there,
      expected: wanted,
    }
  }
  for (const width of shortHours) {
    if (end - width < after) break
    const { observed, expected: wanted } = look(width, 'ok')
    const missing = wanted - observed
    if (missing > 0 && countTail(missing, wanted * (1 - min), 1).upper < failingBelow) return look(width, 'failing')
  }
  const width = end - dayHours < after ? Math.max(...shortHours) : dayHours
  const { observed, expected: wanted } = look(width, 'ok')
  if (wanted === 0)
    return { ...look(width, 'unknown'), detail: `no ${against} with a ${by} is known in the last ${width} h` }
  return look(width, width === dayHours && observed < min * wanted ? 'failing' : 'ok')
}
