import { Fragment, type ReactElement, type ReactNode } from 'react'
import classes from './chart.module.css'
import { Figure } from './figure.tsx'
import { IntervalAxis, IntervalBar } from './interval-bar.tsx'
import { type Interval, intervalDomain } from './interval-domain.ts'
import type { Tone } from './tone.ts'

export type IntervalRow = Interval & { key: string; label: string; tone?: Tone }

type Props = {
  title: string
  about?: ReactNode
  rows: IntervalRow[]
  format: (value: number) => string
  /** Shorter, for the ticks of the axis; as above by default. */
  formatTick?: (value: number) => string
}

/** Rows of estimates with their intervals on one axis. Inside a table of your own use `IntervalBar` and `IntervalAxis`. */
export function IntervalBars({ title, about, rows, format, formatTick = format }: Props): ReactElement {
  const domain = intervalDomain(rows)
  const number = (value: number | undefined) => (value === undefined ? 'not known' : format(value))
  return (
    <Figure
      title={title}
      about={about}
      table={{
        head: ['', 'Estimate', 'From', 'To', 'Margin'],
        rows: rows.map(({ label, point, low, high, margin }) => [
          label,
          number(point),
          number(low),
          number(high),
          margin === undefined ? '' : format(margin),
        ]),
      }}
    >
      <div className={classes.intervals}>
        {rows.map(row => (
          <Fragment key={row.key}>
            <span className={classes.intervalLabel}>{row.label}</span>
            <IntervalBar interval={row} domain={domain} text={intervalText(row, format)} tone={row.tone ?? 'accent'} />
            <span className={classes.intervalValue}>{number(row.point)}</span>
          </Fragment>
        ))}
        <div className={classes.intervalAxis}>
          <IntervalAxis domain={domain} format={formatTick} />
        </div>
      </div>
    </Figure>
  )
}

/** An interval in words: "+2.1 % (0.4 % to 3.8 %)". */
export function intervalText({ point, low, high }: Interval, format: (value: number) => string): string {
  if (point === undefined) return 'not known'
  return low === undefined || high === undefined
    ? format(point)
    : `${format(point)} (${format(low)} to ${format(high)})`
}
