import { Radio, Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { plural } from '../../core/report/number-text.ts'
import classes from './duration-list.module.css'
import type { PlanSize } from './use-plan-sizes.ts'

type Props = {
  sizes: readonly PlanSize[]
  /** The value of the metric now; undefined while it is not known. */
  baseline: number | undefined
  loading: boolean
  plannedDays: number
  /** A value of the metric in words, fine enough to show a change of it. */
  valueText: (value: number, change: number) => string
  better: 'up' | 'down'
  onChoose: (days: number) => void
}

/** Longer than this, and the world has changed before the answer is there. */
export const longDays = 56
const drawnDays = 84

/** How long it takes to find which effect; choosing one plans for it, in whole weeks so that every weekday counts alike. */
export function DurationList({
  sizes,
  baseline,
  loading,
  plannedDays,
  valueText,
  better,
  onChoose,
}: Props): ReactElement {
  const chosen = sizes.find(({ days }) => days !== undefined && wholeWeeks(days) === plannedDays)
  return (
    <Radio.Group
      value={chosen === undefined ? null : String(chosen.effect)}
      label="Plan for an effect of"
      onChange={effect => {
        const days = sizes.find(size => String(size.effect) === effect)?.days
        if (days !== undefined) onChoose(wholeWeeks(days))
      }}
    >
      <ul className={classes.list}>
        {sizes.map(({ effect, days }) => {
          const signed = better === 'up' ? effect : -effect
          return (
            <li key={effect} className={classes.row} data-long={days !== undefined && days > longDays}>
              <Radio
                value={String(effect)}
                disabled={days === undefined || wholeWeeks(days) > 365}
                label={`${signed > 0 ? '+' : '−'}${Number((effect * 100).toFixed(3))} %`}
                description={
                  baseline === undefined
                    ? undefined
                    : `${valueText(baseline, baseline * effect)} becomes ${valueText(baseline * (1 + signed), baseline * effect)}`
                }
              />
              <span className={classes.track} aria-hidden="true">
                {days !== undefined && (
                  <span className={classes.bar} style={{ width: `${Math.min(100, (days * 100) / drawnDays)}%` }} />
                )}
                <span className={classes.limit} style={{ left: `${(longDays * 100) / drawnDays}%` }} />
              </span>
              <span className={classes.days}>
                {loading && days === undefined ? <Skeleton height={10} width={60} /> : daysText(days)}
              </span>
            </li>
          )
        })}
      </ul>
      <p className={classes.note}>The dashed line is eight weeks. Choosing an effect plans for it in whole weeks.</p>
    </Radio.Group>
  )
}

/** Days as whole weeks, one at least. */
export function wholeWeeks(days: number): number {
  return Math.max(1, Math.ceil(days / 7)) * 7
}

function daysText(days: number | undefined): string {
  if (days === undefined) return 'not known'
  if (days > 730) return 'years'
  if (days > 365) return 'more than a year'
  return days > longDays ? `${plural(Math.ceil(days / 7), 'week')}` : plural(days, 'day')
}
