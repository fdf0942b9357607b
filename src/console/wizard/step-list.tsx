import { IconCheck } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { isDone, type StepName, steps } from './steps.ts'
import type { DraftState } from './use-draft.ts'
import classes from './wizard.module.css'

type Props = { setup: DraftState; step: StepName; onGo: (step: StepName) => void }

/** The steps, which of them are done, and the way to each that can be opened. */
export function StepList({ setup, step, onGo }: Props): ReactElement {
  return (
    <nav aria-label="Steps" className={classes.steps}>
      <ol>
        {steps.map(({ name, label }, place) => {
          const done = isDone(name, setup)
          const open = setup.record !== undefined || place === 0 || (place === 1 && isDone('goal', setup))
          return (
            <li key={name}>
              <button
                type="button"
                className={classes.stepLink}
                aria-current={name === step ? 'step' : undefined}
                disabled={!open || setup.saving}
                data-done={done}
                onClick={() => onGo(name)}
              >
                <span className={classes.mark} aria-hidden="true">
                  {done && name !== step ? <IconCheck size={13} stroke={2.5} /> : place + 1}
                </span>
                <span className={classes.stepLabel}>{label}</span>
                {done && <span className={classes.unseen}>, done</span>}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
