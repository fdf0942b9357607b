import type { CheckName } from '../../contract/health.ts'
import type { HealthStatus } from '../../contract/report.ts'

export type { CheckName }

/** What one look at one thing found; windows end with the hour looked at. */
export type Finding = {
  check: CheckName
  /** The property, for what is about one. */
  property?: string
  status: HealthStatus
  /** The reason in words. */
  detail: string
  /** How many hours the finding is about. */
  windowHours: number
  observed: number
  expected: number
  /** Where it sits, when it sits somewhere. */
  segment?: Record<string, string>
  /** The size of a shift between distributions, where that is what was found. */
  effect?: { measure: 'psi' | 'ks'; size: number }
}

/** By chance alone a healthy series is this surprising in one hour of 50,000; an incident opens. */
export const failingBelow = 2e-5
/** In one hour of 2,000: worth a look, not an incident. */
export const warningBelow = 5e-4
