import { z } from 'zod'
import { Json } from './name.ts'

const Count = z.int().min(0)
const Alpha = z.number().gt(0).lt(1).default(0.05).meta({ description: 'the chance of a false alarm one accepts' })
const Unavailable = z.strictObject({ unavailable: z.string().meta({ description: 'why there is no number' }) })
const Bound = z.number().nullable().meta({ description: 'null: unbounded on this side' })
const Interval = z.tuple([Bound, Bound])

const testSettings = {
  alpha: Alpha,
  alternative: z.enum(['two-sided', 'greater', 'less']).default('two-sided'),
}

const inference = {
  difference: z.number(),
  se: z.number(),
  df: z.number().nullable().meta({ description: 'null: the normal distribution' }),
  t: z.number(),
  p: z.number(),
  ci: Interval,
  relative: z.union([z.strictObject({ lift: z.number(), ci: Interval }), Unavailable]),
}
const InferenceOutput = z.union([z.strictObject(inference), Unavailable])

const MeanArm = z.union([
  z.strictObject({ n: Count, mean: z.number(), sd: z.number().min(0) }),
  z.strictObject({ n: Count, sum: z.number(), sumSquares: z.number().min(0) }),
  z.strictObject({ values: z.array(z.number()) }),
])
const ProportionArm = z.strictObject({ n: Count, successes: Count })
const RatioArm = z.strictObject({
  n: Count,
  numeratorSum: z.number(),
  numeratorSumSquares: z.number().min(0),
  denominatorSum: z.number(),
  denominatorSumSquares: z.number().min(0),
  productSum: z.number(),
})
const AdjustedArm = z.strictObject({
  n: Count,
  sum: z.number(),
  sumSquares: z.number().min(0),
  preSum: z.number(),
  preSumSquares: z.number().min(0),
  productSum: z.number(),
})
const QuantileArm = z.union([
  z.strictObject({ values: z.array(z.number()) }),
  z.strictObject({
    n: Count,
    value: z.number(),
    lower: z.number().meta({ description: 'the value at the level q - 1.96 sqrt(q (1 - q) / n)' }),
    upper: z.number().meta({ description: 'the value at the level q + 1.96 sqrt(q (1 - q) / n)' }),
    clusters: RatioArm.optional().meta({
      description:
        'many values per unit: over the units, the numerator how many of its values are not above the quantile, the denominator how many it has',
    }),
  }),
])

const Baseline = z.union([
  z.strictObject({ rate: z.number().min(0).max(1) }),
  z.strictObject({ mean: z.number(), sd: z.number().min(0) }),
])
const EffectSize = z.union([z.strictObject({ absolute: z.number() }), z.strictObject({ relative: z.number() })])
/** How alpha is spent over the looks of a group sequential test. */
export const Spending = z.union([
  z.enum(['obrien-fleming', 'pocock']),
  z.strictObject({ power: z.number().positive() }),
])
const Probability = z.number().min(0).max(1)
const Weights = z.array(z.number().positive()).min(2)

/** Every calculator by name: what it takes, what it answers, and what it is. The same functions make the reports. */
export const calculators = {
  welch: {
    description: "Welch's t test of two means, with Fieller's interval of the lift",
    input: z.strictObject({ control: MeanArm, treatment: MeanArm, ...testSettings }),
    output: InferenceOutput,
  },
  proportions: {
    description: 'Two shares: the t test with p (1 - p) / n, or the z test with the pooled variance',
    input: z.strictObject({
      control: ProportionArm,
      treatment: ProportionArm,
      pooled: z.boolean().default(false),
      ...testSettings,
    }),
    output: z.union([z.strictObject({ ...inference, z: z.number() }), Unavailable]),
  },
  ratio: {
    description: 'Two ratios of sums over units, by the delta method',
    input: z.strictObject({ control: RatioArm, treatment: RatioArm, ...testSettings }),
    output: InferenceOutput,
  },
  cuped: {
    description: 'Two means adjusted for what the units did before',
    input: z.strictObject({ control: AdjustedArm, treatment: AdjustedArm, ...testSettings }),
    output: z.union([z.strictObject({ ...inference, theta: z.number(), varianceReduction: z.number() }), Unavailable]),
  },
  quantile: {
    description: 'Two quantiles by order statistics, of one value per unit or of many',
    input: z.strictObject({ control: QuantileArm, treatment: QuantileArm, q: z.number().gt(0).lt(1), ...testSettings }),
    output: InferenceOutput,
  },
  'sequential-bounds': {
    description: 'Group sequential bounds by alpha spending',
    input: z.strictObject({
      alpha: Alpha,
      information: z.array(z.number().positive()).min(1).max(200),
      spending: Spending.default('obrien-fleming'),
      sides: z.union([z.literal(1), z.literal(2)]).default(2),
    }),
    output: z.union([
      z.strictObject({
        bounds: z.array(z.number().nullable()).meta({ description: 'z of each look; null: no alpha is left' }),
        spent: z.array(z.number()).meta({ description: 'alpha of all sides spent by each look' }),
      }),
      Unavailable,
    ]),
  },
  'confidence-sequence': {
    description: 'The asymptotic confidence sequence, valid at every look',
    input: z.strictObject({
      n: z.number().positive().meta({ description: 'units of both arms' }),
      difference: z.number(),
      se: z.number().min(0),
      alpha: Alpha,
      plannedN: z.number().positive(),
    }),
    output: z.union([z.strictObject({ ci: Interval, p: z.number() }), Unavailable]),
  },
  bayes: {
    description: 'The normal posterior of a lift',
    input: z.strictObject({
      estimate: z.number(),
      se: z.number().min(0),
      prior: z
        .strictObject({ mean: z.number(), sd: z.number().positive() })
        .nullable()
        .default(null)
        .meta({ description: 'null: flat' }),
    }),
    output: z.union([
      z.strictObject({
        mean: z.number(),
        sd: z.number(),
        chanceToWin: z.number(),
        expectedLoss: z.number(),
        ci: Interval,
      }),
      Unavailable,
    ]),
  },
  srm: {
    description: 'Sample ratio mismatch: the counts of units against the designed weights',
    input: z.strictObject({ counts: z.array(Count).min(2), weights: Weights, exact: z.boolean().default(false) }),
    output: z.union([z.strictObject({ chi2: z.number(), df: z.number(), p: z.number() }), Unavailable]),
  },
  'srm-sequential': {
    description: 'Sample ratio mismatch while running; each look is the counts so far',
    input: z.strictObject({
      looks: z.array(z.array(Count).min(2)).min(1),
      weights: Weights,
      concentration: z.number().positive().default(10_000),
    }),
    output: z.union([z.strictObject({ p: z.array(z.number()) }), Unavailable]),
  },
  adjust: {
    description: 'p values adjusted for how many there are',
    input: z.strictObject({ p: z.array(Probability), method: z.enum(['holm', 'bonferroni', 'benjamini-hochberg']) }),
    output: z.strictObject({ adjusted: z.array(z.number()) }),
  },
  'sample-size': {
    description: 'Units per arm that show an effect',
    input: z.strictObject({
      baseline: Baseline,
      effect: EffectSize,
      alpha: Alpha,
      power: z.number().gt(0).lt(1).default(0.8),
    }),
    output: z.union([z.strictObject({ perArm: z.int() }), Unavailable]),
  },
  power: {
    description: 'The chance to show an effect with so many units',
    input: z.strictObject({ perArm: z.int().min(2), baseline: Baseline, effect: EffectSize, alpha: Alpha }),
    output: z.union([z.strictObject({ power: z.number() }), Unavailable]),
  },
  shrink: {
    description: "Past effects with the winner's curse taken off",
    input: z.strictObject({
      estimates: z.array(z.strictObject({ effect: z.number(), se: z.number().positive() })).min(1),
    }),
    output: z.union([z.strictObject({ tau: z.number(), shrunk: z.array(z.number()) }), Unavailable]),
  },
} as const

export type CalculatorName = keyof typeof calculators
export type CalculatorInput<Name extends CalculatorName> = z.output<(typeof calculators)[Name]['input']>
export type CalculatorOutput<Name extends CalculatorName> = z.output<(typeof calculators)[Name]['output']>

/** The name of a calculator, as it stands in a path or on the command line. */
export const CalculatorName = z.enum(Object.keys(calculators) as [CalculatorName, ...CalculatorName[]])

/** A number's own recipe: the calculator and the input that give it again. */
export const CalculatorLine = z.strictObject({ name: CalculatorName, input: z.record(z.string(), Json) })
export type CalculatorLine = z.infer<typeof CalculatorLine>
