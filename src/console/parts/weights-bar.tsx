import type { ReactElement } from 'react'
import type { Weights } from '../../contract/flag.ts'
import { toneColour, toneOf } from '../charts/tone.ts'
import classes from './weights-bar.module.css'

type Props = {
  weights: Weights
  /** Drawn in grey, as everywhere where something is compared with it. */
  control?: string
}

/** The shares of variants as one bar, each with its name and percent. */
export function WeightsBar({ weights, control }: Props): ReactElement {
  const tones = armTones(weights, control)
  const given = weights.filter(({ weight }) => weight > 0)
  return (
    <div>
      <div className={classes.bar} aria-hidden="true">
        {given.map(({ variant, weight }) => (
          <div
            key={variant}
            className={classes.share}
            style={{ flexGrow: weight, background: toneColour(tones.get(variant) ?? 'accent') }}
          />
        ))}
      </div>
      <ul className={classes.names} aria-label="Shares of the variants">
        {weights.map(({ variant, weight }) => (
          <li key={variant}>
            <span
              className={classes.swatch}
              style={{ background: toneColour(tones.get(variant) ?? 'accent') }}
              aria-hidden="true"
            />
            <span className={classes.name}>{variant}</span>
            <span className={classes.percent}>{weight} %</span>
            {variant === control && variant !== 'control' && <span className={classes.control}>control</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The colour of each variant: control is grey, the others in order. */
function armTones(weights: Weights, control: string | undefined) {
  let place = 0
  return new Map(weights.map(({ variant }) => [variant, variant === control ? ('control' as const) : toneOf(place++)]))
}
