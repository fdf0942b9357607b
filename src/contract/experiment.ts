import { z } from 'zod'
import { Spending } from './calculators.ts'
import { VariantKey, Weights } from './flag.ts'
import { MeasuredBy } from './metric-role.ts'
import { Key, Percent, Text, Timestamp, Title } from './name.ts'
import { StartedUnready } from './readiness.ts'

/** A set of experiments that exclude each other: 100,000 slots, each owned by at most one running experiment. */
export const Layer = z
  .strictObject({ key: Key, name: Title, description: Text.optional(), salt: z.string().min(1).max(200).optional() })
  .meta({ id: 'Layer' })
export type Layer = z.infer<typeof Layer>

/** A share of units kept out of every experiment of its scope, to measure what the experiments did together. */
export const Holdout = z
  .strictObject({
    key: Key,
    name: Title,
    description: Text.optional(),
    environment: Key,
    unit: Key.default('user'),
    coverage: Percent,
    layers: z.array(Key).optional().meta({ description: 'absent: every experiment of the environment' }),
    salt: z.string().min(1).max(200).optional(),
  })
  .meta({ id: 'Holdout' })
export type Holdout = z.infer<typeof Holdout>

/** When conclusions may be drawn: once at the planned end, at every daily look, or at any time. */
export const AnalysisMode = z.enum(['fixed', 'group-sequential', 'always-valid'])
export type AnalysisMode = z.infer<typeof AnalysisMode>

/** A range of layer slots, first included, last excluded. */
export const SlotRange = z
  .tuple([z.int().min(0).max(99_999), z.int().min(1).max(100_000)])
  .refine(([from, to]) => from < to, 'a range ends after it starts')
export type SlotRange = z.infer<typeof SlotRange>

/** What a person writes down about an experiment; the lifecycle adds phases and a decision. */
export const Experiment = z
  .strictObject({
    key: Key,
    name: Title,
    hypothesis: Text.optional(),
    goal: Text.optional().meta({ description: 'what success looks like; absent: what the hypothesis says' }),
    owner: z.string().max(200).optional(),
    flag: Key,
    environment: Key,
    unit: Key.default('user'),
    layer: Key.optional().meta({
      description: 'absent: a layer of its own, so it overlaps with every other experiment',
    }),
    coverage: Percent.default(100).meta({ description: 'share of the layer that takes part' }),
    slots: z.array(SlotRange).max(100).optional().meta({ description: 'absent: the first free slots of the layer' }),
    variants: Weights,
    control: VariantKey,
    metrics: z
      .array(
        z.strictObject({
          ...MeasuredBy.shape,
          minimumEffect: z.number().positive().optional().meta({
            description: 'success metrics: the smallest relative gain worth having; without it none is ruled out',
          }),
        }),
      )
      .max(100)
      .default([]),
    analysis: z
      .strictObject({
        alpha: z.number().gt(0).lt(0.5).default(0.05),
        mode: AnalysisMode.default('group-sequential'),
        spending: Spending.default('obrien-fleming').meta({
          description: 'group sequential: how alpha is spent over the looks',
        }),
        plannedDays: z.number().positive().max(365).default(14).meta({ description: 'the planned length of a phase' }),
        plannedUnits: z
          .int()
          .positive()
          .optional()
          .meta({ description: 'units of all arms after which the plan is done; absent: plannedDays decides' }),
        prior: z.strictObject({ mean: z.number(), sd: z.number().positive() }).optional().meta({
          description: "what is believed of lifts beforehand; absent: learnt from the project's past experiments",
        }),
        windowDays: z
          .number()
          .positive()
          .max(365)
          .optional()
          .meta({ description: 'outcomes count this long after the first exposure; absent: until the end' }),
        prePeriodDays: z
          .number()
          .min(0)
          .max(365)
          .default(0)
          .meta({ description: 'covariates come from this long before the first exposure' }),
      })
      .prefault({}),
    assignment: z.enum(['assay', 'external']).default('assay').meta({
      description: 'external: another system assigned the units and their exposures are imported; no flag serves it',
    }),
    sticky: z.boolean().default(false),
  })
  .meta({ id: 'Experiment' })
export type Experiment = z.infer<typeof Experiment>

export const ExperimentStatus = z.enum(['draft', 'running', 'stopped', 'decided'])
export type ExperimentStatus = z.infer<typeof ExperimentStatus>

/** A stretch of a run in which nothing that decides who sees what has changed. */
export const Phase = z
  .strictObject({
    number: z.int().min(1),
    salt: z.string(),
    layerSalt: z.string(),
    slots: z.array(SlotRange),
    variants: Weights,
    startedAt: Timestamp,
    endedAt: Timestamp.optional(),
    reason: Text.optional(),
    startedUnready: StartedUnready.optional().meta({
      description: 'it was started although not everything could be measured',
    }),
  })
  .meta({ id: 'Phase' })
export type Phase = z.infer<typeof Phase>

/** What the decision rule may recommend for a variant. */
export const RecommendedOutcome = z.enum(['ship', 'do-not-ship', 'inconclusive', 'keep-running'])
export type RecommendedOutcome = z.infer<typeof RecommendedOutcome>

export const Decision = z
  .strictObject({
    outcome: z.enum(['ship', 'do-not-ship', 'inconclusive']),
    variant: VariantKey.optional().meta({ description: 'what is shipped' }),
    reason: Text.min(1),
    decidedAt: Timestamp,
    decidedBy: z.string(),
    override: z.boolean().optional().meta({ description: 'it contradicts the recommendation kept beside it' }),
    recommended: z
      .array(z.strictObject({ variant: VariantKey, outcome: RecommendedOutcome }))
      .optional()
      .meta({ description: 'what the rule recommended for each variant at that moment' }),
  })
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof Decision>

/** The part of an experiment only the lifecycle writes. */
export const ExperimentRun = z.strictObject({
  status: ExperimentStatus,
  phases: z.array(Phase),
  decision: Decision.optional(),
})
export type ExperimentRun = z.infer<typeof ExperimentRun>

/** An experiment as it is remembered. */
export const ExperimentRecord = z
  .strictObject({ ...Experiment.shape, run: ExperimentRun })
  .meta({ id: 'ExperimentRecord' })
export type ExperimentRecord = z.infer<typeof ExperimentRecord>
