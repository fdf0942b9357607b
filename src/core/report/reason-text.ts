const reasons: Record<string, string> = {
  'empty-arm': 'an arm has no units yet',
  'one-unit': 'an arm has a single unit',
  'zero-variance': 'all units of an arm have the same value',
  'zero-denominator': 'nothing to divide by yet',
  'control-not-positive': 'the control is not above zero',
  'unbounded-relative-interval': 'the control cannot be told from zero yet',
  'too-few-units': 'there are too few values',
  'no-exposed-population': 'active units are counted by calendar days, not after an exposure',
  'no-pre-period': 'there is no such number from before the experiment',
  'no-alpha-yet': 'too early in the plan for any conclusion',
  'alpha-spent': 'the plan is over, and its looks have used up all of alpha',
}

/** Why there is no number, in words; reasons without words of their own stand as they are. */
export function reasonText(reason: string): string {
  return reasons[reason] ?? reason
}
