import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { SlotRange } from '../../contract/experiment.ts'
import { freeSlots } from '../../core/lifecycle/slots.ts'
import { toneColour, toneOf } from '../charts/tone.ts'
import { type Block, percentOf, placeOf } from './layer-blocks.ts'
import classes from './slot-bar.module.css'

type Props = {
  name: string
  blocks: readonly Block[]
  /** What another experiment would take. */
  wanted?: readonly SlotRange[]
  /** Where an experiment leads; without it nothing leads anywhere. */
  href?: (key: string) => string
}

/** The 100,000 slots of a layer, drawn to scale: who owns which, what is free, and in words beneath. */
export function SlotBar({ name, blocks, wanted = [], href }: Props): ReactElement {
  const left = freeSlots([...blocks.flatMap(({ ranges }) => ranges), ...wanted])
  const free = percentOf(left)
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={`The slots of ${name}, drawn to scale: ${free} % free`}>
        {blocks.flatMap(({ key, ranges }, place) =>
          ranges.map(range => (
            <span
              key={`${key} ${range[0]}`}
              className={classes.block}
              style={{ ...placeOf(range), background: toneColour(toneOf(place)) }}
              title={`${key}: slots ${range[0]} to ${range[1] - 1}`}
            />
          )),
        )}
        {wanted.map(range => (
          <span key={range[0]} className={classes.wanted} style={placeOf(range)} />
        ))}
      </div>
      <div className={classes.scale} aria-hidden="true">
        <span>0 %</span>
        <span>50 %</span>
        <span>100 %</span>
      </div>
      <ul className={classes.legend} aria-label={`Who owns the slots of ${name}`}>
        {blocks.map(({ key, name: title, ranges, phase }, place) => (
          <li key={key}>
            <span className={classes.swatch} style={{ background: toneColour(toneOf(place)) }} aria-hidden="true" />
            {href === undefined ? <span>{title}</span> : <Link to={href(key)}>{title}</Link>}
            <span className={classes.soft}>
              {percentOf(ranges)} %, {slotsText(ranges)}
              {phase > 1 && `, phase ${phase}`}
            </span>
          </li>
        ))}
        {wanted.length > 0 && (
          <li>
            <span className={classes.swatch} data-wanted="true" aria-hidden="true" />
            <span>This experiment</span>
            <span className={classes.soft}>
              {percentOf(wanted)} %, {slotsText(wanted)}
            </span>
          </li>
        )}
        {free > 0 && (
          <li>
            <span className={classes.swatch} data-free="true" aria-hidden="true" />
            <span>{wanted.length > 0 ? 'Free afterwards' : 'Free'}</span>
            <span className={classes.soft}>
              {free} %, {slotsText(left)}
            </span>
          </li>
        )}
      </ul>
    </div>
  )
}

/** Slots by their numbers, first and last included. */
function slotsText(ranges: readonly SlotRange[]): string {
  const apart = (slot: number) => slot.toLocaleString('en-GB')
  const shown = ranges.slice(0, 3).map(([from, to]) => `${apart(from)} to ${apart(to - 1)}`)
  const rest = ranges.length > 3 ? ` and ${ranges.length - 3} more ranges` : ''
  return `slots ${shown.join(', ')}${rest}`
}
