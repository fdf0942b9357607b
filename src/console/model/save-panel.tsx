import { Button, Group, Skeleton, Text } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { useAllowed } from '../data/session.ts'
import { Section } from '../parts/section.tsx'
import { Failed } from '../shell/failed.tsx'
import { ChangeView } from './change-view.tsx'
import classes from './editor.module.css'
import type { OwnPlan } from './use-plan.ts'

type Props = {
  plan: OwnPlan | undefined
  error: unknown
  /** What has to be filled in before it can be planned; pressing a button then marks it. */
  missing: string[]
  busy: boolean
  saveLabel: string
  onSave: () => void
  onPropose: () => void
  onCancel: () => void
  /** What to do instead when it is breaking. */
  instead?: ReactNode
}

/** What saving would do, beside the form, and the two ways to do it: at once, or as a proposal. */
export function SavePanel(props: Props): ReactElement {
  const { plan, error, missing, busy, saveLabel, onSave, onPropose, onCancel, instead } = props
  const maySave = useAllowed('editor')
  const incomplete = missing.length > 0
  const changes = plan?.change !== undefined
  const refused = plan !== undefined && !plan.ok
  return (
    <div className={classes.aside}>
      <Section title="What this does">
        <div aria-live="polite" aria-busy={plan !== undefined && !plan.current}>
          {incomplete ? (
            <>
              <Text>Still to fill in:</Text>
              <ul className={classes.missing}>
                {missing.map(text => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </>
          ) : error ? (
            <Failed error={error} />
          ) : plan === undefined ? (
            <Skeleton height={60} />
          ) : plan.change === undefined ? (
            <Text c="dimmed">Nothing changes yet.</Text>
          ) : (
            <ChangeView change={plan.change} alike={plan.alike} />
          )}
          {refused && instead}
        </div>
      </Section>
      <Group gap="xs">
        {maySave && (
          <Button onClick={onSave} loading={busy} disabled={!incomplete && (!changes || refused)}>
            {saveLabel}
          </Button>
        )}
        <Button
          variant={maySave ? 'default' : 'filled'}
          onClick={onPropose}
          disabled={(!incomplete && !changes) || busy}
        >
          {maySave ? 'Propose instead' : 'Propose'}
        </Button>
        <Button variant="subtle" color="gray" px="xs" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
      {!maySave && (
        <Text c="dimmed">Saving at once needs the role editor; a proposal waits for somebody who has it.</Text>
      )}
    </div>
  )
}
