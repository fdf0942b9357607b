import type { Json } from '../../contract/name.ts'

export type { Json }

/** Why a variant was served; the words are OpenFeature's. */
export type Reason = 'TARGETING_MATCH' | 'SPLIT' | 'STATIC' | 'DEFAULT' | 'DISABLED' | 'ERROR'

/** What stood in the way; the words are OpenFeature's. */
export type ErrorCode = 'FLAG_NOT_FOUND' | 'TYPE_MISMATCH' | 'TARGETING_KEY_MISSING' | 'GENERAL'

/**
 * That a unit met a variant of an experiment, without saying which unit: `unitIdOf(context, unit, unitField)` does.
 * A holdout is the experiment `holdout:KEY`, phase 1, with the variants `held-out` and `included`.
 */
export type Exposure = {
  readonly experiment: string
  readonly phase: number
  readonly variant: string
  readonly flag: string
  readonly rule: string
  readonly unit: string
  readonly unitField: string
}

/**
 * The answer to one flag. `variant` is there exactly when the configuration served one; without it the caller's default
 * counts and `errorCode` says why. Frozen, and shared between calls where nothing in it depends on the unit.
 */
export type Resolution = {
  readonly value: Json | undefined
  readonly variant?: string
  readonly reason: Reason
  readonly errorCode?: ErrorCode
  readonly errorMessage?: string
  readonly rule?: string
  readonly exposures?: readonly Exposure[]
}

/** The same resolution with exposures that came about on the way to it. */
export function withExposures(resolution: Resolution, before: readonly Exposure[] | undefined): Resolution {
  if (before === undefined || before.length === 0) return resolution
  return Object.freeze({ ...resolution, exposures: Object.freeze([...before, ...(resolution.exposures ?? [])]) })
}

/** A resolution that serves nothing. */
export function failure(errorCode: ErrorCode, errorMessage: string): Resolution {
  return Object.freeze({ value: undefined, reason: 'ERROR', errorCode, errorMessage })
}

/** The resolution of a flag at which something was thrown, which need not be an error. */
export function failureOf(flag: string, thrown: unknown): Resolution {
  return failure('GENERAL', `"${flag}" failed: ${thrown instanceof Error ? thrown.message : 'no error'}`)
}
