import type { ReactElement } from 'react'
import classes from './chart.module.css'

export type Tick = { at: number; label: string }

/** The axis beneath a drawing; labels that would leave it lean inwards. */
export function AxisBelow({ ticks, y, width }: { ticks: Tick[]; y: number; width: number }): ReactElement {
  return (
    <g className={classes.axis}>
      {ticks.map(({ at, label }) => (
        <text
          key={`${at} ${label}`}
          x={at}
          y={y + 16}
          textAnchor={at < 24 ? 'start' : at > width - 24 ? 'end' : 'middle'}
        >
          {label}
        </text>
      ))}
    </g>
  )
}

/** The axis at the left, with a line across the drawing at every tick. */
export function AxisLeft({ ticks, left, right }: { ticks: Tick[]; left: number; right: number }): ReactElement {
  return (
    <g>
      <g className={classes.grid}>
        {ticks.map(({ at, label }) => (
          <line key={label} x1={left} x2={right} y1={at} y2={at} />
        ))}
      </g>
      <g className={classes.axis}>
        {ticks.map(({ at, label }) => (
          <text key={label} x={left - 8} y={at} dy="0.32em" textAnchor="end">
            {label}
          </text>
        ))}
      </g>
    </g>
  )
}
