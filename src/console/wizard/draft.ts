import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Flag } from '../../contract/flag.ts'
import type { DraftCondition } from '../../core/evaluate/condition-text.ts'
import { evenly } from '../../core/evaluate/weights.ts'
import { servingRules } from '../experiments/serving.ts'

/** The flag that is made along with the experiment. */
export type NewFlag = { name: string; key: string; type: 'string' | 'boolean'; variants: string[] }

/** An experiment as it is set up: what will be kept of it, the flag that may still have to be made, and who takes part. */
export type Draft = Pick<
  ExperimentRecord,
  'name' | 'key' | 'environment' | 'unit' | 'variants' | 'control' | 'coverage' | 'metrics' | 'analysis' | 'flag'
> & {
  hypothesis: string
  goal: string
  owner: string
  /** Absent: it overlaps with every other experiment. */
  layer: string | undefined
  flagChoice: 'new' | 'existing'
  newFlag: NewFlag
  /** Absent: everyone. */
  condition: DraftCondition | undefined
}

/** What somebody changed and has not saved, and the version it was changed on. */
export type Edits = { changes: Partial<Draft>; etag?: string | undefined; at?: string | undefined }

const plan = {
  alpha: 0.05,
  mode: 'group-sequential',
  spending: 'obrien-fleming',
  plannedDays: 14,
  prePeriodDays: 0,
} as const

/** What a new experiment starts from: everything that can be guessed is. */
export function blankDraft(environment: string, owner: string): Draft {
  return {
    name: '',
    key: '',
    hypothesis: '',
    goal: '',
    owner,
    environment,
    unit: 'user',
    flag: '',
    flagChoice: 'new',
    newFlag: { name: '', key: '', type: 'string', variants: ['control', 'treatment'] },
    condition: undefined,
    variants: [],
    control: '',
    coverage: 100,
    layer: undefined,
    metrics: [],
    analysis: plan,
  }
}

/** A kept experiment as it is set up further. */
export function draftOf(experiment: ExperimentRecord, flag: Flag | undefined): Draft {
  const { hypothesis = '', goal = '', owner = '', layer } = experiment
  return {
    ...blankDraft(experiment.environment, owner),
    ...experiment,
    hypothesis,
    goal,
    owner,
    layer,
    flagChoice: 'existing',
    condition: flag === undefined ? undefined : servingRules(flag, experiment)[0]?.condition,
  }
}

const kept = [
  'name',
  'hypothesis',
  'goal',
  'owner',
  'environment',
  'unit',
  'flag',
  'variants',
  'control',
  'coverage',
  'layer',
  'metrics',
  'analysis',
] as const

/** The changes as a merge patch of the experiment; undefined when none of them is about it. */
export function patchOf(changes: Partial<Draft>): Record<string, unknown> | undefined {
  const named = kept.filter(field => field in changes)
  if (named.length === 0) return undefined
  return Object.fromEntries(named.map(field => [field, changes[field] === '' ? null : (changes[field] ?? null)]))
}

/** The new experiment as the API takes it; the variants are those of its flag, in even shares, until somebody says otherwise. */
export function experimentOf(draft: Draft, variants: readonly string[]) {
  const { name, key, hypothesis, goal, owner, environment, unit, flag, coverage, layer, metrics, analysis } = draft
  const weights = draft.variants.length > 0 ? draft.variants : evenly(variants)
  return {
    key,
    name,
    ...(hypothesis === '' ? {} : { hypothesis }),
    ...(goal === '' ? {} : { goal }),
    ...(owner === '' ? {} : { owner }),
    environment,
    unit,
    flag,
    coverage,
    ...(layer === undefined ? {} : { layer }),
    variants: weights,
    control: draft.control === '' ? (weights[0]?.variant ?? '') : draft.control,
    metrics,
    analysis,
  }
}

/** The new flag as the API takes it: off everywhere, so nothing changes for anybody until the start. */
export function flagOf({ name, key, type, variants }: NewFlag, owner: string, environments: readonly string[]): Flag {
  const keys = type === 'boolean' ? ['off', 'on'] : variants
  const [first = ''] = keys
  return {
    key,
    name,
    ...(owner === '' ? {} : { owner }),
    type,
    variants: keys.map(one => ({ key: one, value: type === 'boolean' ? one === 'on' : one })),
    off: first,
    prerequisites: [],
    environments: Object.fromEntries(environments.map(one => [one, { on: false, rules: [], fallthrough: first }])),
  }
}
