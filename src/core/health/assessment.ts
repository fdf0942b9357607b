import type { Completeness } from '../../contract/event-definition.ts'
import { completenessFinding } from './completeness.ts'
import { driftFinding } from './drift.ts'
import type { CheckName, Finding } from './finding.ts'
import type { EventSeries } from './series.ts'
import { added, shareFinding } from './share.ts'
import { volumeFinding } from './volume.ts'

/** What the definition of an event says may be wrong at most, as shares of 1. */
export type Limits = {
  duplicatesMax?: number | undefined
  missingMax?: number | undefined
  completeness?: Completeness | undefined
}

/** Every check of one event. Windows that reach to the hour `afterOf` says or before it are left out. */
export function assess(
  series: EventSeries,
  last: number,
  afterOf: (check: CheckName, property?: string) => number = () => -1,
  limits: Limits = {},
): Finding[] {
  const { valid, quarantined, duplicate, late, skewed } = series
  const { completeness } = limits
  const received = added(valid, quarantined)
  const sent = added(valid, duplicate)
  return [
    volumeFinding(series, last, afterOf('volume')),
    shareFinding('quarantined', quarantined, received, last, afterOf('quarantined'), 'of what arrives is quarantined'),
    shareFinding('duplicates', duplicate, sent, last, afterOf('duplicates'), 'are duplicates', limits.duplicatesMax),
    shareFinding('late', late, valid, last, afterOf('late'), 'arrive more than an hour late'),
    shareFinding('clock', skewed, valid, last, afterOf('clock'), 'come from wrong clocks'),
    ...(completeness === undefined || series.reconciled === undefined
      ? []
      : [completenessFinding(series.reconciled, completeness, last, afterOf('completeness'))]),
    ...[...series.properties].flatMap(([name, property]): Finding[] => {
      const after = afterOf('missing', name)
      const words = `have no ${name}`
      const missing = shareFinding('missing', property.missing, property.events, last, after, words, limits.missingMax)
      const here: Finding[] = [{ ...missing, property: name }]
      if (property.kind !== 'other') here.push(driftFinding(name, property, last, afterOf('drift', name)))
      return here
    }),
  ]
}
