import type { Values } from './attribute-slots.ts'
import type { Test } from './condition.ts'
import type { Context } from './context.ts'
import { own } from './context.ts'
import { evaluate, type FlagProgram, type Notes } from './evaluate.ts'
import type { ErrorCode, Resolution } from './resolution.ts'

/** What a condition said and why: each comparison below it, and for one that failed what was wrong with the attribute. */
export type ConditionTrace = {
  readonly matched: boolean
  readonly kind: 'all' | 'any' | 'audience' | 'comparison'
  readonly negated: boolean
  readonly audience?: string
  readonly attribute?: string
  readonly op?: string
  readonly problem?: 'missing' | 'wrong-type' | NonNullable<Test['problem']>
  readonly parts?: readonly ConditionTrace[]
}

/** The slots a unit fell into: for "is it in?" and, when it was, for "which variant?". */
export type SlotTrace = {
  readonly slot: number
  readonly salt: string
  readonly purpose: 'holdout' | 'coverage' | 'variant'
}

/** What became of one rule. */
export type RuleTrace = {
  readonly rule: string
  readonly outcome: 'served' | 'condition' | 'outside' | 'held-out' | 'unit-missing' | 'not-running'
  readonly errorCode?: ErrorCode
  readonly condition?: ConditionTrace
  readonly slots?: readonly SlotTrace[]
}

/** What became of one prerequisite. */
export type PrerequisiteTrace = { readonly flag: string; readonly variant: string | undefined; readonly met: boolean }

/** How a resolution came about, rule by rule, up to the one that served. */
export type Trace = {
  readonly flag: string
  readonly resolution: Resolution
  readonly prerequisites: readonly PrerequisiteTrace[]
  readonly rules: readonly RuleTrace[]
}

/** The answer of a flag in a context, and how it came about: the same walk, with notes taken. */
export function traceOf(program: FlagProgram | undefined, key: string, context: Context): Trace {
  const prerequisites: PrerequisiteTrace[] = []
  const rules: RuleTrace[] = []
  const notes: Notes = {
    prerequisite: (flag, variant, met) => prerequisites.push({ flag, variant, met }),
    rule: ({ id, test }, values, known, outcome, slots) =>
      rules.push({
        rule: id,
        outcome,
        ...(outcome === 'unit-missing' ? { errorCode: 'TARGETING_KEY_MISSING' } : {}),
        ...(test === undefined ? {} : { condition: explain(test, values, known) }),
        ...(slots.length === 0 ? {} : { slots }),
      }),
  }
  return { flag: key, resolution: evaluate(program, key, context, notes), prerequisites, rules }
}

function explain(test: Test, values: Values, context: Context): ConditionTrace {
  const { matches, negated, parts } = test
  const problem = problemOf(test, context)
  return {
    matched: matches(values, context),
    ...nameOf(test.source),
    negated,
    ...(problem === undefined ? {} : { problem }),
    ...(parts === undefined ? {} : { parts: parts.map(part => explain(part, values, context)) }),
  }
}

function nameOf(source: Test['source']): Pick<ConditionTrace, 'kind' | 'audience' | 'attribute' | 'op'> {
  if ('all' in source) return { kind: 'all' }
  if ('any' in source) return { kind: 'any' }
  if ('audience' in source) return { kind: 'audience', audience: source.audience }
  return { kind: 'comparison', attribute: source.attribute, op: source.op }
}

function problemOf({ problem, source, judge }: Test, context: Context): ConditionTrace['problem'] {
  if (problem !== undefined || judge === undefined || !('attribute' in source)) return problem
  const value = own(context, source.attribute)
  if (value === undefined || value === null) return 'missing'
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.length > 0 && values.every(each => judge(each) === undefined) ? 'wrong-type' : undefined
}
