import type { PointerEvent, ReactElement } from 'react'
import classes from './chart.module.css'

type Props = {
  label: string
  /** Where the values stand, from left to right, in pixels. */
  places: number[]
  read: number | undefined
  onRead: (place: number | undefined) => void
  width: number
  /** What is said of a value: its position first, then one line for each series. */
  text: (place: number) => string[]
}

/** Reads a chart value by value: by pointer, by arrow keys, and aloud. It is a slider, so every reader knows it. */
export function Reader({ label, places, read, onRead, width, text }: Props): ReactElement | null {
  if (places.length === 0) return null
  const onMove = (event: PointerEvent<HTMLInputElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    onRead(nearest(places, x))
  }
  const lines = read === undefined ? [] : text(read)
  const at = read === undefined ? 0 : (places[read] ?? 0)
  const side = at > width / 2 ? { right: width - at + 12 } : { left: at + 12 }
  return (
    <>
      <input
        type="range"
        className={`${classes.reader} no-print`}
        aria-label={label}
        aria-valuetext={lines.join(', ') || 'Press an arrow key'}
        min={0}
        max={places.length - 1}
        step={1}
        value={read ?? 0}
        onChange={event => onRead(Number(event.currentTarget.value))}
        onPointerMove={onMove}
        onPointerLeave={() => onRead(undefined)}
        onBlur={() => onRead(undefined)}
        onFocus={() => onRead(read ?? 0)}
      />
      {lines.length > 0 && (
        <div className={classes.tip} style={side} aria-hidden="true">
          {lines.map((line, i) => (
            <div key={line} style={i === 0 ? { fontWeight: 600 } : undefined}>
              {line}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

function nearest(places: number[], x: number): number {
  let best = 0
  for (const [i, place] of places.entries()) if (Math.abs(place - x) < Math.abs((places[best] ?? 0) - x)) best = i
  return best
}
