import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { failureOf } from '../data/failure.ts'
import { Failed } from '../shell/failed.tsx'
import { type StepName, steps } from './steps.ts'
import type { DraftState } from './use-draft.ts'
import classes from './wizard.module.css'

type Props = { place: number; state: DraftState; onGo: (step: StepName) => void }

/** Back and on, and what kept the step from being saved. */
export function StepFoot({ place, state, onGo }: Props): ReactElement {
  const { saving, error, record, dirty, startOver } = state
  const before = steps[place - 1]
  const next = steps[place + 1]
  return (
    <>
      {error !== undefined && failureOf(error).kind !== 'signed-out' && <Failed error={error} />}
      <div className={classes.foot}>
        {before !== undefined && (
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={15} />}
            onClick={() => onGo(before.name)}
            disabled={saving}
          >
            Back
          </Button>
        )}
        <span className={classes.saved} role="status">
          {saving ? 'Saving…' : dirty ? 'Not saved yet; kept in this browser' : record === undefined ? '' : 'Saved'}
        </span>
        {record === undefined && dirty && (
          <Button variant="subtle" color="gray" onClick={startOver}>
            Start over
          </Button>
        )}
        {next !== undefined && (
          <Button type="submit" loading={saving}>
            {record === undefined && place === 1 ? 'Create the draft' : `Next: ${next.label}`}
          </Button>
        )}
      </div>
    </>
  )
}
