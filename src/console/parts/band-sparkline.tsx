import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { ReactElement } from 'react'
import { type Tone, toneColour } from '../charts/tone.ts'

type Point = { value: number; low: number | undefined; high: number | undefined }

type Props = {
  points: Point[]
  /** What it shows, in words with the numbers that matter; it is all a reader who does not see it gets. */
  label: string
  tone?: Tone
  width?: number
  height?: number
}

/** The shape of a few numbers from zero up, on the band of what is usual where that is known. */
export function BandSparkline({ points, label, tone = 'accent', width = 132, height = 28 }: Props): ReactElement {
  const x = scaleLinear([0, Math.max(1, points.length - 1)], [1, width - 1])
  const y = scaleLinear([0, max(points, ({ value, high }) => Math.max(value, high ?? 0)) || 1], [height - 2, 2])
  const path = line<Point>()
    .x((_, place) => x(place))
    .y(({ value }) => y(value))
  const band = area<Point>()
    .defined(({ low, high }) => low !== undefined && high !== undefined)
    .x((_, place) => x(place))
    .y0(({ low }) => y(low ?? 0))
    .y1(({ high }) => y(high ?? 0))
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path d={band(points) ?? ''} fill="var(--line)" />
      <path
        d={path(points) ?? ''}
        fill="none"
        stroke={toneColour(tone)}
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
