import type { CalculatorLine } from '../../contract/calculators.ts'
import type { ExperimentRecord } from '../../contract/experiment.ts'
import { confidenceSequence } from '../stats/confidence-sequence.ts'
import type { Contrast } from '../stats/contrast.ts'
import * as normal from '../stats/distribution/normal.ts'
import { groupSequentialTest } from '../stats/group-sequential.ts'
import type { Inference } from '../stats/inference.ts'
import type { OneSidedTest } from '../stats/margin.ts'
import { type Bounds, type Looks, sequentialBounds } from '../stats/sequential-bounds.ts'
import { type SequentialDesign, sequentialDesign } from '../stats/sequential-design.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { studentTest } from '../stats/welch.ts'
import type { Lined } from './arm-contrast.ts'
import { lineAt } from './calculator-line.ts'

type Analysis = ExperimentRecord['analysis']

/** How an experiment tests: the same for all of its metrics, prepared once. */
export type Method = {
  twoSided: (compared: Contrast, level: number) => Inference | Unavailable
  oneSided: OneSidedTest
  /** The calculator line that gives the two-sided interval at a level again. */
  intervalLine: (lined: Lined, level: number) => CalculatorLine
  /** The bounds of the looks, where the method has any. */
  bounds: { bounds: Bounds; calculator: CalculatorLine } | undefined
}

/**
 * The method of an experiment at one look: `information` of the looks up to it, rising, and the units of all arms the plan expects, where an
 * always valid interval is tightest.
 */
export function methodOf(analysis: Analysis, information: readonly number[], plannedN: number): Method {
  if (analysis.mode === 'group-sequential') return groupSequential(analysis, information)
  if (analysis.mode === 'always-valid') return alwaysValid(analysis, plannedN)
  return {
    twoSided: (compared, level) => studentTest(compared, { alpha: level }),
    oneSided: (compared, alternative) => studentTest(compared, { alpha: analysis.alpha, alternative }),
    intervalLine: ({ line }, level) => lineAt(line, { alpha: level }),
    bounds: undefined,
  }
}

const designsMax = 64
const remembered = new Map<string, SequentialDesign | Unavailable>()

/** A design is a function of its looks alone and dear to prepare: those of the reports read last are kept. */
function rememberedDesign(looks: Looks): SequentialDesign | Unavailable {
  const name = JSON.stringify(looks)
  const made = remembered.get(name) ?? sequentialDesign(looks)
  remembered.delete(name)
  remembered.set(name, made)
  const [oldest] = remembered.keys()
  if (remembered.size > designsMax && oldest !== undefined) remembered.delete(oldest)
  return made
}

function alwaysValid({ alpha }: Analysis, plannedN: number): Method {
  return {
    twoSided: (compared, level) => confidenceSequence(compared, { alpha: level, plannedN }),
    oneSided: (compared, alternative) => confidenceSequence(compared, { alpha, alternative, plannedN }),
    intervalLine: ({ contrast }, level) => ({
      name: 'confidence-sequence',
      input: {
        n: contrast.n,
        difference: contrast.difference,
        se: Math.sqrt(contrast.variance),
        alpha: level,
        plannedN,
      },
    }),
    bounds: undefined,
  }
}

function groupSequential({ alpha, spending }: Analysis, information: readonly number[]): Method {
  const designs = new Map<string, SequentialDesign | Unavailable>()
  // The p value of a look does not depend on alpha, and preparing it is the costly part: all levels share it.
  function designOf(level: number, sides: 1 | 2): SequentialDesign | Unavailable {
    const name = `${level} ${sides}`
    const known = designs.get(name)
    if (known !== undefined) return known
    const made =
      level === alpha
        ? rememberedDesign({ alpha, spending, information: [...information], sides })
        : atLevel(level, sides)
    designs.set(name, made)
    return made
  }
  function atLevel(level: number, sides: 1 | 2): SequentialDesign | Unavailable {
    const base = designOf(alpha, sides)
    if (isUnavailable(base)) return base
    const bounds = sequentialBounds({ alpha: level, spending, information, sides })
    if (isUnavailable(bounds)) return bounds
    const bound = bounds.bounds.at(-1) ?? null
    const pValue = (z: number) => {
      if (bound === null) return 1
      const p = base.pValue(z)
      return z >= bound ? Math.min(p, level) : Math.max(p, level * (1 + Number.EPSILON))
    }
    return { alpha: level, sides, bound, ...bounds, pValue }
  }
  function test(compared: Contrast, level: number, sides: 1 | 2, direction: 'greater' | 'less' = 'greater') {
    const design = designOf(level, sides)
    if (isUnavailable(design)) return design
    // Without a bound nothing can be concluded at this look: too early, or after all alpha was spent.
    if (design.bound === null) return unavailable((information.at(-1) ?? 0) < 1 ? 'no-alpha-yet' : 'alpha-spent')
    return groupSequentialTest(compared, design, direction)
  }
  const bounds = sequentialBounds({ alpha, spending, information, sides: 2 })
  return {
    twoSided: (compared, level) => test(compared, level, 2),
    oneSided: (compared, direction) => test(compared, alpha, 1, direction),
    intervalLine: ({ line }, level) => {
      const design = designOf(level, 2)
      const bound = isUnavailable(design) ? null : design.bound
      return lineAt(line, { alpha: bound === null ? level : 2 * normal.upperTail(bound) })
    },
    bounds: isUnavailable(bounds)
      ? undefined
      : {
          bounds,
          calculator: {
            name: 'sequential-bounds',
            input: { alpha, information: [...information], spending, sides: 2 },
          },
        },
  }
}
