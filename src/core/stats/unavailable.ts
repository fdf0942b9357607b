/** Why a number does not exist. The words are stable: reports and calculators show them as they are. */
export type Reason =
  | 'empty-arm'
  | 'one-unit'
  | 'zero-variance'
  | 'not-finite'
  | 'impossible-sums'
  | 'missing-column'
  | 'zero-denominator'
  | 'too-few-units'
  | 'too-many-units'
  | 'too-few-experiments'
  | 'control-not-positive'
  | 'unbounded-relative-interval'
  | 'invalid-alpha'
  | 'invalid-counts'
  | 'invalid-weights'
  | 'invalid-information'
  | 'invalid-parameters'
  | 'exact-needs-two-arms'
  | 'counts-not-cumulative'
  | 'alpha-spent'
  | 'no-alpha-yet'
  | 'no-exposed-population'
  | 'no-pre-period'

/** The honest alternative to a number: what cannot be computed says why. */
export type Unavailable = { unavailable: Reason }

/** Wraps a reason. */
export function unavailable(reason: Reason): Unavailable {
  return { unavailable: reason }
}

/** Tells the absence of a result from the result. */
export function isUnavailable(value: object): value is Unavailable {
  return 'unavailable' in value
}
