import { hmacWith } from './hmac.ts'

/** Who an erased unit was, as a hash that only the project's key can make: recognisable, but not readable. */
export type SubjectOf = (unitField: string, unit: string) => string

/** The subjects under a project's key. */
export function subjectsWith(secret: string): SubjectOf {
  const hmac = hmacWith(Buffer.from(secret, 'base64url'))
  return (unitField, unit) => hmac.of(`${unitField}\n${unit}`)
}
