import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import { AxisBelow, AxisLeft } from './axis.tsx'
import classes from './chart.module.css'
import { Figure } from './figure.tsx'
import { Legend } from './legend.tsx'
import { type LinePoint, type LineSeries, positionScale, positionsOf, valueRange } from './line-series.ts'
import { Reader } from './reader.tsx'
import { toneColour, toneOf } from './tone.ts'
import { useWidth } from './use-width.ts'

type Props = {
  title: string
  about?: ReactNode
  series: LineSeries[]
  /** What x is: moments in milliseconds since 1970, or plain numbers. */
  x: 'time' | 'number'
  formatX: (x: number) => string
  formatY: (y: number) => string
  /** Shorter ones for the ticks; as above by default. */
  tickX?: (x: number) => string
  tickY?: (y: number) => string
  /** Moments worth a line of their own: a start, a change, an incident. */
  marks?: { x: number; label: string }[]
  /** The axis includes zero. */
  zero?: boolean
  height?: number
}

const space = { top: 8, right: 8, bottom: 24, left: 56 }

/** Lines over time or days, each with its band of uncertainty. Pointer and arrow keys read the values. */
export function LineChart(props: Props): ReactElement {
  const { title, about, series, formatX, formatY, marks = [], zero = false, height = 220 } = props
  const [frame, width] = useWidth()
  const [read, setRead] = useState<number>()
  const id = useId()
  const positions = positionsOf(series)
  const right = Math.max(space.left + 1, width - space.right)
  const bottom = height - space.bottom
  const x = positionScale(props.x, positions, [space.left, right])
  const y = scaleLinear(valueRange(series, zero), [bottom, space.top]).nice(4)
  const drawn = series.map((one, place) => ({ ...one, colour: toneColour(one.tone ?? toneOf(place)) }))
  const through = (drawn: (point: LinePoint, place: number, points: LinePoint[]) => boolean) =>
    line<LinePoint>()
      .defined((point, place, points) => point.y !== undefined && drawn(point, place, points as LinePoint[]))
      .x(point => x(point.x))
      .y(point => y(point.y ?? 0))
  const path = through(point => point.partial !== true)
  const dashed = through((_, place, points) =>
    points.slice(Math.max(0, place - 1), place + 2).some(point => point.partial === true),
  )
  const band = area<LinePoint>()
    .defined(point => point.low !== undefined && point.high !== undefined)
    .x(point => x(point.x))
    .y0(point => y(point.low ?? 0))
    .y1(point => y(point.high ?? 0))
  const at = read === undefined ? undefined : positions[read]
  const ticksX = x.ticks(Math.max(props.tickX ? 3 : 2, Math.floor(width / 110))).map(Number)
  const [from, to] = y.domain()

  const table = {
    head: ['', ...series.map(({ name }) => name)],
    rows: positions.map(position => [
      formatX(position),
      ...series.map(({ points }) =>
        valueText(
          points.find(point => point.x === position),
          formatY,
        ),
      ),
    ]),
  }
  if (positions.length === 0)
    return (
      <Figure title={title} about={about}>
        <p className={classes.nothing}>Nothing to draw yet.</p>
      </Figure>
    )
  return (
    <Figure title={title} about={about} table={table}>
      <div ref={frame} className={classes.frame}>
        <svg className={classes.svg} height={height} role="img" aria-labelledby={id}>
          <title id={id}>{`${title}. The table beneath has the numbers.`}</title>
          {width > 0 && (
            <>
              <AxisLeft
                left={space.left}
                right={right}
                ticks={y.ticks(4).map(value => ({ at: y(value), label: (props.tickY ?? formatY)(value) }))}
              />
              <AxisBelow
                y={bottom}
                width={width}
                ticks={ticksX.map(value => ({ at: x(value), label: (props.tickX ?? formatX)(value) }))}
              />
              {from !== undefined && to !== undefined && from <= 0 && to >= 0 && (
                <line className={classes.baseline} x1={space.left} x2={right} y1={y(0)} y2={y(0)} />
              )}
              {marks.map(mark => (
                <line
                  key={mark.label}
                  className={classes.mark}
                  x1={x(mark.x)}
                  x2={x(mark.x)}
                  y1={space.top}
                  y2={bottom}
                >
                  <title>{mark.label}</title>
                </line>
              ))}
              {drawn.map(({ name, points, colour }) => (
                <path key={`${name} band`} className={classes.band} d={band(points) ?? ''} fill={colour} />
              ))}
              {/* The first is what the chart is about: it lies above the others. */}
              {drawn.toReversed().map(({ name, points, colour }) => (
                <path key={name} className={classes.line} d={path(points) ?? ''} stroke={colour} />
              ))}
              {drawn.map(({ name, points, colour }) => (
                <path
                  key={`${name} partial`}
                  className={`${classes.line} ${classes.partial}`}
                  d={dashed(points) ?? ''}
                  stroke={colour}
                />
              ))}
              {drawn.flatMap(({ name, points, colour }) =>
                // A point without neighbours would not show as a line.
                points
                  .filter(point => point.y !== undefined && (points.length === 1 || point.x === at))
                  .map(point => (
                    <circle key={`${name} ${point.x}`} cx={x(point.x)} cy={y(point.y ?? 0)} r={3} fill={colour} />
                  )),
              )}
              {at !== undefined && (
                <line className={classes.baseline} x1={x(at)} x2={x(at)} y1={space.top} y2={bottom} />
              )}
            </>
          )}
        </svg>
        <Reader
          label={`Read the values of ${title}`}
          places={positions.map(position => x(position))}
          read={read}
          onRead={setRead}
          width={width}
          text={place => {
            const position = positions[place]
            if (position === undefined) return []
            return [
              formatX(position),
              ...series.map(
                ({ name, points }) =>
                  `${name}: ${valueText(
                    points.find(point => point.x === position),
                    formatY,
                  )}`,
              ),
            ]
          }}
        />
      </div>
      {series.length > 1 && <Legend items={drawn.map(({ name, colour }) => ({ name, colour }))} />}
    </Figure>
  )
}

function valueText(point: LinePoint | undefined, format: (y: number) => string): string {
  if (point?.y === undefined) return 'not known'
  const { y, low, high } = point
  return low === undefined || high === undefined ? format(y) : `${format(y)} (${format(low)} to ${format(high)})`
}
