import { type ReactElement, useDeferredValue } from 'react'
import type { DraftCondition } from '../../core/evaluate/condition-text.ts'
import { count, percent, plural } from '../../core/report/number-text.ts'
import { seenDays, useAudienceSize } from './use-audience-size.ts'
import classes from './wizard.module.css'

type Props = { environment: string; condition: DraftCondition | undefined }

/** How many recent people a condition would have held for, or why that is not known. Nothing is said while it is written. */
export function AudienceSize({ environment, condition }: Props): ReactElement | null {
  const size = useAudienceSize(environment, useDeferredValue(condition))
  if (condition === undefined || size === undefined) return null
  const { matched, sample } = size
  return (
    <p className={classes.note} role="status">
      {'unavailable' in matched
        ? `How many that are is not known: ${matched.unavailable}.`
        : `${count(matched.units)} of ${plural(sample.units, 'recent unit')} (${percent(matched.share)}), seen in the last ${seenDays} days.`}
    </p>
  )
}
