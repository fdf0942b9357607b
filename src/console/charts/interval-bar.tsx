import { scaleLinear } from 'd3-scale'
import { type ReactElement, useId } from 'react'
import classes from './chart.module.css'
import type { Interval, IntervalDomain } from './interval-domain.ts'
import { type Tone, toneColour } from './tone.ts'

const height = 28
const middle = height / 2

type Props = {
  interval: Interval
  /** The axis it shares with its neighbours: `intervalDomain(rows)`. */
  domain: IntervalDomain
  /** What is read aloud and shown on hover: "+2.1 % (0.4 % to 3.8 %)". */
  text: string
  tone?: Tone
}

/** An estimate and its intervals on a shared axis. As wide as its place, so it fits the cell of any table. */
export function IntervalBar({ interval, domain, text, tone = 'accent' }: Props): ReactElement {
  const { point, low, high, wings, margin, shrunk } = interval
  const id = useId()
  const colour = toneColour(tone)
  const at = share(domain)
  // An arrow says that the interval goes on beyond the axis.
  const leavesLeft = Math.min(low ?? 0, wings?.low ?? 0) < domain[0]
  const leavesRight = Math.max(high ?? 0, wings?.high ?? 0) > domain[1]
  return (
    <svg width="100%" height={height} role="img" aria-labelledby={id} className={classes.svg}>
      <title id={id}>{text}</title>
      <line className={classes.baseline} x1={at(0)} x2={at(0)} y1={0} y2={height} />
      {margin !== undefined && (
        <line x1={at(margin)} x2={at(margin)} y1={2} y2={height - 2} stroke="var(--failing)" strokeDasharray="3 2" />
      )}
      {wings && (
        <line x1={at(wings.low)} x2={at(wings.high)} y1={middle} y2={middle} stroke={colour} strokeWidth={1.25} />
      )}
      {low !== undefined && high !== undefined && (
        <line x1={at(low)} x2={at(high)} y1={middle} y2={middle} stroke={colour} strokeWidth={6} opacity={0.45} />
      )}
      {shrunk !== undefined && (
        <circle cx={at(shrunk)} cy={middle} r={3.5} fill="var(--ground)" stroke="var(--text)" strokeWidth={1.25} />
      )}
      {leavesLeft && (
        <path d={`M8 ${middle - 5} L1 ${middle} L8 ${middle + 5}`} fill="none" stroke={colour} strokeWidth={1.5} />
      )}
      {leavesRight && (
        <svg x="100%" overflow="visible" aria-hidden="true">
          <path d={`M-8 ${middle - 5} L-1 ${middle} L-8 ${middle + 5}`} fill="none" stroke={colour} strokeWidth={1.5} />
        </svg>
      )}
      {point !== undefined && <circle cx={at(point)} cy={middle} r={3.5} fill={colour} />}
    </svg>
  )
}

/** The axis itself, for the head or foot of the column. */
export function IntervalAxis({
  domain,
  format,
}: {
  domain: IntervalDomain
  format: (value: number) => string
}): ReactElement {
  const scale = scaleLinear(domain, [0, 1])
  const at = share(domain)
  const all = scale.ticks(4)
  // Labels at the ends lean inwards, into their neighbours; where there are enough others they are left out.
  const inside = all.filter(tick => scale(tick) >= 0.05 && scale(tick) <= 0.95)
  return (
    <svg width="100%" height={16} aria-hidden="true" className={classes.svg}>
      <g className={classes.axis}>
        {(inside.length >= 3 ? inside : all).map(tick => (
          <text key={tick} x={at(tick)} y={11} textAnchor={anchorAt(scale(tick))}>
            {format(tick)}
          </text>
        ))}
      </g>
    </svg>
  )
}

/** Labels at the ends lean inwards. */
function anchorAt(share: number): 'start' | 'middle' | 'end' {
  return share < 0.05 ? 'start' : share > 0.95 ? 'end' : 'middle'
}

/** A value as a share of the width; what lies beyond the axis is drawn to its very end. */
function share(domain: IntervalDomain): (value: number) => string {
  const scale = scaleLinear(domain, [0, 100]).clamp(true)
  return value => `${scale(value)}%`
}
