import type { CompiledFlag, Configuration } from '../../contract/configuration.ts'
import type { FlagType } from '../../contract/flag.ts'
import { attributeSlots } from './attribute-slots.ts'
import type { RareOperators } from './comparison.ts'
import { compileCondition, type References } from './condition.ts'
import { own } from './context.ts'
import type { FlagProgram } from './evaluate.ts'
import { type Hasher, hasher } from './hash.ts'
import { failure, failureOf, type Json, type Reason, type Resolution } from './resolution.ts'
import type { Indexing } from './rule-index.ts'
import { compileServing } from './serve.ts'

/** Parts of the evaluator that a client may do without: operators that few configurations use, and speed. */
export type Parts = {
  readonly rare?: RareOperators | undefined
  readonly indexing?: Indexing
  readonly hasherOf?: (salt: string) => Hasher
}

/** The flags of a configuration for `evaluate`, by key. A flag that is broken, or needs a part that is not there, fails alone. */
export function compileFlags(configuration: Configuration, parts: Parts): ReadonlyMap<string, FlagProgram> {
  const references = referencesOf(configuration, parts)
  const programs = new Map<string, FlagProgram>()
  for (const key of Object.keys(configuration.flags)) {
    const flag = own(configuration.flags, key)
    if (flag !== undefined) programs.set(key, programOf(key, flag, configuration, references, parts))
  }
  linkPrerequisites(configuration, programs)
  return programs
}

function referencesOf(configuration: Configuration, { rare }: Parts): Omit<References, 'slots'> {
  const sets = new Map<string, ReadonlySet<string>>()
  return {
    attributes: configuration.attributes,
    audiences: configuration.audiences,
    rare,
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
  parts: Parts,
): FlagProgram {
  if (flag.withheld === true) {
    return broken(flag.type, failure('GENERAL', `"${key}" can only be evaluated on the server`))
  }
  try {
    return intact(key, flag, configuration, references, parts)
  } catch (error) {
    return broken(flag.type, failureOf(key, error))
  }
}

function intact(
  key: string,
  flag: CompiledFlag,
  configuration: Configuration,
  references: Omit<References, 'slots'>,
  parts: Parts,
): FlagProgram {
  const { indexing, hasherOf = hasher } = parts
  const resolve = (variant: string, reason: Reason, rule?: string, exposures?: Resolution['exposures']): Resolution => {
    const value = own(flag.variants, variant)
    if (value === undefined) throw new Error(`it has no variant "${variant}"`)
    return Object.freeze({
      value: deepFreeze(value),
      variant,
      reason,
      ...(rule !== undefined && { rule }),
      ...(exposures && { exposures }),
    })
  }
  const slots = attributeSlots()
  const serving = { flag: key, configuration, resolve, hasherOf }
  const rules = flag.rules.map(rule => {
    const test = rule.condition && compileCondition(rule.condition, { ...references, slots })
    const indexed = !test || !!indexing?.decides(test)
    return { id: rule.id, test, indexed, serve: compileServing(serving, rule) }
  })
  const fallthrough = resolve(flag.fallthrough, rules.length === 0 ? 'STATIC' : 'DEFAULT')
  return {
    type: flag.type,
    on: flag.on,
    off: resolve(flag.off, 'DISABLED'),
    prerequisites: undefined,
    rules,
    unread: slots.unread,
    index: indexing?.of(
      rules.map(({ test }) => test),
      slots,
    ),
    openRules: indexing?.openRules,
    fallthrough,
    keyless: Object.freeze({
      ...fallthrough,
      reason: 'ERROR',
      errorCode: 'TARGETING_KEY_MISSING',
      errorMessage: `"${key}" needs a unit id`,
    }),
  }
}

function broken(type: FlagType, resolution: Resolution): FlagProgram {
  return {
    type,
    on: false,
    off: resolution,
    prerequisites: undefined,
    rules: [],
    unread: [],
    index: undefined,
    openRules: undefined,
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
