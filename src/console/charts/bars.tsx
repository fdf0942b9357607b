import { scaleBand, scaleLinear } from 'd3-scale'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import { AxisBelow, AxisLeft } from './axis.tsx'
import classes from './chart.module.css'
import { Figure } from './figure.tsx'
import { Reader } from './reader.tsx'
import { type Tone, toneColour } from './tone.ts'
import { useWidth } from './use-width.ts'

export type Bar = { key: string; label: string; value: number | undefined; tone?: Tone; expected?: number | undefined }

type Props = {
  title: string
  about?: ReactNode
  bars: Bar[]
  format: (value: number) => string
  /** What the short line across a bar means, where bars have one. */
  expectedName?: string
  height?: number
}

const space = { top: 8, right: 8, bottom: 24, left: 56 }

/** Bars from zero, with a line for what was expected. Pointer and arrow keys read the values. */
export function Bars({ title, about, bars, format, expectedName = 'usual', height = 160 }: Props): ReactElement {
  const [frame, width] = useWidth()
  const [read, setRead] = useState<number>()
  const id = useId()
  const right = Math.max(space.left + 1, width - space.right)
  const bottom = height - space.bottom
  const x = scaleBand(
    bars.map(({ key }) => key),
    [space.left, right],
  ).padding(bars.length > 40 ? 0.05 : 0.2)
  const most = Math.max(0, ...bars.flatMap(({ value, expected }) => [value ?? 0, expected ?? 0]))
  const y = scaleLinear([0, most === 0 ? 1 : most], [bottom, space.top]).nice(4)
  const every = Math.max(1, Math.ceil(bars.length / Math.max(1, Math.floor((right - space.left) / 72))))
  const withExpected = bars.some(({ expected }) => expected !== undefined)
  const said = ({ value, expected }: Bar) => [
    value === undefined ? 'not known' : format(value),
    ...(withExpected ? [expected === undefined ? 'not known' : format(expected)] : []),
  ]
  const middle = (key: string) => (x(key) ?? 0) + x.bandwidth() / 2
  return (
    <Figure
      title={title}
      about={about}
      table={{
        head: ['', 'Value', ...(withExpected ? [expectedName] : [])],
        rows: bars.map(bar => [bar.label, ...said(bar)]),
      }}
    >
      <div ref={frame} className={classes.frame}>
        <svg className={classes.svg} height={height} role="img" aria-labelledby={id}>
          <title id={id}>{`${title}. The table beneath has the numbers.`}</title>
          {width > 0 && (
            <>
              <AxisLeft
                left={space.left}
                right={right}
                ticks={y.ticks(3).map(value => ({ at: y(value), label: format(value) }))}
              />
              {bars.map(({ key, value, tone }, i) =>
                value === undefined ? null : (
                  <rect
                    key={key}
                    x={x(key)}
                    y={y(value)}
                    width={x.bandwidth()}
                    height={Math.max(0, y(0) - y(value))}
                    fill={toneColour(tone ?? 'accent')}
                    opacity={read === undefined || read === i ? 1 : 0.55}
                  />
                ),
              )}
              {bars.map(({ key, expected }) =>
                expected === undefined ? null : (
                  <g key={key} transform={`translate(${x(key)}, ${y(expected)})`}>
                    <line x2={x.bandwidth()} stroke="var(--ground)" strokeWidth={4} />
                    <line x2={x.bandwidth()} stroke="var(--text)" strokeWidth={1.5} />
                  </g>
                ),
              )}
              <AxisBelow
                y={bottom}
                width={width}
                ticks={bars.flatMap(({ key, label }, i) => (i % every === 0 ? [{ at: middle(key), label }] : []))}
              />
            </>
          )}
        </svg>
        <Reader
          label={`Read the values of ${title}`}
          places={bars.map(({ key }) => middle(key))}
          read={read}
          onRead={setRead}
          width={width}
          text={place => {
            const bar = bars[place]
            if (bar === undefined) return []
            const [value = '', expected] = said(bar)
            return [bar.label, value, ...(expected === undefined ? [] : [`${expectedName}: ${expected}`])]
          }}
        />
      </div>
    </Figure>
  )
}
