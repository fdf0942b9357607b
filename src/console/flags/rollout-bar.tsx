import type { ReactElement } from 'react'
import type { Weights } from '../../contract/flag.ts'
import { weightsText } from '../../core/evaluate/serving-text.ts'
import { toneColour, toneOf } from '../charts/tone.ts'
import classes from './flag-editor.module.css'

/** Who a rollout covers, and how they are shared out, drawn to scale; whom it does not cover stays empty. */
export function RolloutBar({ weights, coverage = 100 }: { weights: Weights; coverage?: number }): ReactElement {
  return (
    <div className={classes.bar} role="img" aria-label={`${coverage} % take part: ${weightsText(weights)}`}>
      {weights.map(({ variant, weight }, index) => (
        <span
          key={variant}
          style={{ width: `${(weight * coverage) / 100}%`, background: toneColour(toneOf(index)) }}
          title={`${variant} ${weight} %`}
        />
      ))}
    </div>
  )
}
