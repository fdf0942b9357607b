import type { CheckName } from '../../contract/health.ts'

const names: Record<CheckName, string> = {
  freshness: 'Freshness',
  volume: 'Volume',
  quarantined: 'Quarantined',
  duplicates: 'Duplicates',
  late: 'Late',
  clock: 'Wrong clocks',
  missing: 'Missing values',
  completeness: 'Completeness',
  drift: 'Drift',
  sequence: 'Lost on the way',
}

const abouts: Record<CheckName, string> = {
  freshness: 'how long ago the last one arrived',
  volume: 'as many as in the same hours of past weeks',
  quarantined: 'kept aside because they do not fit the definition',
  duplicates: 'sent more than once; each counts once',
  late: 'arrived more than an hour after they happened',
  clock: 'from a device whose clock is wrong; the time was corrected',
  missing: 'without a value for an optional property',
  completeness: 'there for each of another event, as the definition demands',
  drift: 'values distributed as in past weeks',
  sequence: 'numbered by the SDK and never arrived',
}

/** What a check is called, and what it looks at. */
export function checkText(check: CheckName): string {
  return names[check]
}

export function checkAbout(check: CheckName): string {
  return abouts[check]
}

/** How far a count is from what is usual, in words. */
export function againstUsual(observed: number, expected: number | undefined): string {
  if (expected === undefined) return 'usual unknown'
  if (expected === 0) return observed === 0 ? 'none expected' : 'none usual'
  const share = observed / expected - 1
  if (Math.abs(share) < 0.02) return 'as usual'
  return `${Math.round(Math.abs(share) * 100)} % ${share < 0 ? 'below' : 'above'} usual`
}
