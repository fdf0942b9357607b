import { extent } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { ReactElement } from 'react'
import { type Tone, toneColour } from '../charts/tone.ts'

type Props = {
  values: (number | undefined)[]
  /** What it shows, in words with the numbers that matter; it is all a reader who does not see it gets. */
  label: string
  tone?: Tone
  width?: number
  height?: number
}

/** The shape of a few numbers, as small as a word. Gaps stay gaps. */
export function Sparkline({ values, label, tone = 'accent', width = 96, height = 20 }: Props): ReactElement {
  const [low = 0, high = 1] = extent(values.filter(value => value !== undefined))
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [1, width - 1])
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [height - 2, 2])
  const path = line<number | undefined>()
    .defined(value => value !== undefined)
    .x((_, place) => x(place))
    .y(value => y(value ?? 0))
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={path(values) ?? ''} fill="none" stroke={toneColour(tone)} strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  )
}
