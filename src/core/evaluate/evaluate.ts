import type { FlagType } from '../../contract/flag.ts'
import type { Values } from './attribute-slots.ts'
import type { Test } from './condition.ts'
import type { Context } from './context.ts'
import { type Exposure, failure, failureOf, type Resolution, withExposures } from './resolution.ts'
import type { Indexing, RuleIndex } from './rule-index.ts'
import type { Serving } from './serve.ts'
import type { RuleTrace, SlotTrace } from './trace.ts'

/** A flag ready to be walked through, every resolution that does not depend on the unit made in advance. */
export type FlagProgram = {
  readonly type: FlagType
  readonly on: boolean
  readonly off: Resolution
  prerequisites: readonly Prerequisite[] | undefined
  readonly rules: readonly RuleProgram[]
  readonly unread: Values
  readonly index: RuleIndex | undefined
  readonly openRules: Indexing['openRules'] | undefined
  readonly fallthrough: Resolution
  /** Served instead of `fallthrough` when a split wanted the id of a unit that the context does not have. */
  readonly keyless: Resolution
}

type Prerequisite = {
  readonly flag: string
  readonly variants: ReadonlySet<string>
  readonly program: FlagProgram | undefined
}

type RuleProgram = {
  readonly id: string
  readonly test: Test | undefined
  /** Whether a rule that the index leaves open matches for certain. */
  readonly indexed: boolean
  readonly serve: Serving
}

/** Whoever takes notes of a walk is told of every prerequisite and every rule it comes past. */
export type Notes = {
  readonly prerequisite: (flag: string, variant: string | undefined, met: boolean) => void
  readonly rule: (
    rule: RuleProgram,
    values: Values,
    context: Context,
    outcome: RuleTrace['outcome'],
    slots: readonly SlotTrace[],
  ) => void
}

/** What a flag answers in a context. An attribute that throws when it has to be read is a `GENERAL` error. */
export function evaluate(program: FlagProgram | undefined, key: string, context: Context, notes?: Notes): Resolution {
  if (program === undefined) return failure('FLAG_NOT_FOUND', 'no such flag')
  try {
    return walk(program, context ?? {}, notes, undefined)
  } catch (error) {
    return failureOf(key, error)
  }
}

type Answers = Map<FlagProgram, Resolution>

function walk(
  program: FlagProgram,
  context: Context,
  notes: Notes | undefined,
  answers: Answers | undefined,
): Resolution {
  if (!program.on) return program.off
  let exposures: readonly Exposure[] | undefined
  if (program.prerequisites !== undefined) {
    // Flags that share prerequisites ask each of them once, however many ways lead there.
    const known = answers ?? new Map()
    for (const { flag, variants, program: needed } of program.prerequisites) {
      const answer = needed === undefined ? undefined : once(needed, context, known)
      // What decided about this flag was met by the unit, so its exposures are this flag's too.
      exposures = joined(exposures, answer?.exposures)
      const met = answer?.variant !== undefined && variants.has(answer.variant)
      notes?.prerequisite(flag, answer?.variant, met)
      if (!met) return withExposures(program.off, exposures)
    }
  }
  const { rules, index, openRules } = program
  // Notes are taken of every rule, so then none may be passed over.
  const open = index === undefined || notes !== undefined ? undefined : openRules?.(index, context)
  let values: Values | undefined
  let unitMissing = false
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]
    if (rule === undefined || (open !== undefined && (open & (1 << i)) === 0)) continue
    const { test } = rule
    if (test !== undefined && (open === undefined || !rule.indexed)) {
      values ??= program.unread.slice()
      if (!test.matches(values, context)) {
        notes?.rule(rule, values, context, 'condition', [])
        continue
      }
    }
    const slots: SlotTrace[] | undefined = notes === undefined ? undefined : []
    const step = rule.serve(context, slots)
    notes?.rule(rule, values ?? program.unread.slice(), context, step.outcome, slots ?? [])
    if (step.resolution !== undefined) return withExposures(step.resolution, exposures)
    exposures = joined(exposures, step.exposures)
    unitMissing ||= step.outcome === 'unit-missing'
  }
  return withExposures(unitMissing ? program.keyless : program.fallthrough, exposures)
}

function once(program: FlagProgram, context: Context, answers: Answers): Resolution {
  const known = answers.get(program)
  if (known !== undefined) return known
  const answer = walk(program, context, undefined, answers)
  answers.set(program, answer)
  return answer
}

function joined(
  some: readonly Exposure[] | undefined,
  more: readonly Exposure[] | undefined,
): readonly Exposure[] | undefined {
  return some === undefined || more === undefined ? (some ?? more) : [...some, ...more]
}
