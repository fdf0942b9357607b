import type { CompiledFlag, Configuration } from '../../contract/configuration.ts'
import type { FlagType } from '../../contract/flag.ts'
import { attributeSlots } from './attribute-slots.ts'
import { compileCondition, type References } from './condition.ts'
import { type Context, own } from './context.ts'
import { evaluate, type FlagProgram } from './evaluate.ts'
import { failure, type Json, type Reason, type Resolution } from './resolution.ts'
import { requiredLeaves, ruleIndex } from './rule-index.ts'
import { compileServing } from './serve.ts'
import { type Trace, traceOf } from './trace.ts'

/**
 * A configuration ready to answer. Nothing here throws, whatever the context holds; a trace is the same walk as a
 * resolution, with notes taken.
 */
export type Evaluator = {
  readonly resolve: (flag: string, context: Context) => Resolution
  readonly trace: (flag: string, context: Context) => Trace
  readonly flagKeys: readonly string[]
}

/** Compiles a configuration once, so that evaluating is only calling closures. */
export function compile(configuration: Configuration): Evaluator {
  const programs = compileFlags(configuration)
  return {
    resolve: (key, context) => evaluate(programs.get(key), key, context),
    trace: (key, context) => traceOf(programs.get(key), key, context),
    flagKeys: Array.from(programs.keys()),
  }
}

/** The flags of a configuration for `evaluate`, by key. A broken flag breaks itself alone. */
export function compileFlags(configuration: Configuration): ReadonlyMap<string, FlagProgram> {
  const references = referencesOf(configuration)
  const programs = new Map<string, FlagProgram>()
  for (const key of Object.keys(configuration.flags)) {
    const flag = own(configuration.flags, key)
    if (flag !== undefined) programs.set(key, programOf(key, flag, configuration, references))
  }
  linkPrerequisites(configuration, programs)
  return programs
}

function referencesOf(configuration: Configuration): Omit<References, 'slots'> {
  const sets = new Map<string, ReadonlySet<string>>()
  return {
    attributes: configuration.attributes,
    audiences: configuration.audiences,
    list: key => {
      const known = sets.get(key)
      if (known !== undefined) return known
      const values = own(configuration.lists, key)
      if (values === undefined) return undefined
      const set = new Set(values)
      sets.set(key, set)
      return set
    },
  }
}

function programOf(
  key: string,
  flag: CompiledFlag,
  configuration: Configuration,
  references: Omit<References, 'slots'>,
): FlagProgram {
  if (flag.withheld === true) {
    return broken(flag.type, `"${key}" needs what this key may not see: evaluate it on the server.`)
  }
  try {
    return intact(key, flag, configuration, references)
  } catch (error) {
    return broken(flag.type, `"${key}" cannot be evaluated: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function intact(
  key: string,
  flag: CompiledFlag,
  configuration: Configuration,
  references: Omit<References, 'slots'>,
): FlagProgram {
  const resolve = (variant: string, reason: Reason, rule?: string, exposures?: Resolution['exposures']): Resolution => {
    const value = own(flag.variants, variant)
    if (value === undefined) throw new Error(`it has no variant "${variant}"`)
    return Object.freeze({
      value: deepFreeze(value),
      variant,
      reason,
      ...(rule === undefined ? {} : { rule }),
      ...(exposures === undefined ? {} : { exposures }),
    })
  }
  const slots = attributeSlots()
  const rules = flag.rules.map(rule => {
    const test = rule.condition && compileCondition(rule.condition, { ...references, slots })
    const indexed = test === undefined || requiredLeaves(test).complete
    return { id: rule.id, test, indexed, serve: compileServing(key, rule, configuration, resolve) }
  })
  const fallthrough = resolve(flag.fallthrough, rules.length === 0 ? 'STATIC' : 'DEFAULT')
  return {
    type: flag.type,
    on: flag.on,
    off: resolve(flag.off, 'DISABLED'),
    prerequisites: undefined,
    rules,
    unread: slots.unread,
    index: ruleIndex(
      rules.map(({ test }) => test),
      slots,
    ),
    fallthrough,
    keyless: Object.freeze({
      ...fallthrough,
      reason: 'ERROR',
      errorCode: 'TARGETING_KEY_MISSING',
      errorMessage: `"${key}" splits by a unit whose id is not in the context.`,
    }),
  }
}

function broken(type: FlagType, message: string): FlagProgram {
  const resolution = failure('GENERAL', message)
  return {
    type,
    on: false,
    off: resolution,
    prerequisites: undefined,
    rules: [],
    unread: [],
    index: undefined,
    fallthrough: resolution,
    keyless: resolution,
  }
}

// A flag that needs itself, however far around, never finds its prerequisite met and so is off.
function linkPrerequisites(configuration: Configuration, programs: Map<string, FlagProgram>): void {
  for (const [key, program] of programs) {
    const needed = prerequisitesOf(configuration, key)
    if (needed.length === 0 || !program.on) continue
    const circular = reaches(configuration, key, key, new Set())
    program.prerequisites = needed.map(({ flag, variants }) => ({
      flag,
      variants: new Set(variants),
      program: circular ? undefined : programs.get(flag),
    }))
  }
}

function prerequisitesOf(configuration: Configuration, key: string): CompiledFlag['prerequisites'] {
  return own(configuration.flags, key)?.prerequisites ?? []
}

function reaches(configuration: Configuration, from: string, to: string, seen: Set<string>): boolean {
  return prerequisitesOf(configuration, from).some(({ flag }) => {
    if (flag === to) return true
    if (seen.has(flag)) return false
    seen.add(flag)
    return reaches(configuration, flag, to, seen)
  })
}

// Values are shared by all callers, so that one that writes into its answer cannot change the next answer.
function deepFreeze(value: Json): Json {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part)
    Object.freeze(value)
  }
  return value
}
