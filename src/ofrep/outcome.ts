import type { OfrepFailure, OfrepSuccess } from '../contract/standard-routes.ts'
import type { Resolution } from '../core/evaluate/resolution.ts'

/** What a flag came to in the words of OFREP, `flagSet` being the project and environment it was asked in. */
export function outcomeOf(key: string, resolution: Resolution, flagSet: string): OfrepSuccess | OfrepFailure {
  const { value, variant, reason, errorCode, errorMessage, rule } = resolution
  // With an error OFREP knows no value: the caller's default counts, even where another variant could be served.
  if (errorCode !== undefined || variant === undefined || value === undefined) {
    return {
      key,
      errorCode: errorCode === undefined || errorCode === 'TYPE_MISMATCH' ? 'GENERAL' : errorCode,
      errorDetails: errorMessage ?? 'The flag was not served.',
    }
  }
  const exposure = resolution.exposures?.findLast(
    met => met.flag === key && met.rule === rule && met.variant === variant && !met.experiment.startsWith('holdout:'),
  )
  return {
    key,
    value,
    reason,
    variant,
    metadata: {
      flagSetId: flagSet,
      ...(rule === undefined ? {} : { rule }),
      ...(exposure === undefined ? {} : { experiment: exposure.experiment, phase: exposure.phase }),
    },
  }
}
