import { Button, Drawer, Group as Row, Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { quarantine } from '../../contract/telemetry-routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { Ago } from '../parts/ago.tsx'
import { FactList } from '../parts/fact-list.tsx'
import { PlaceButton } from '../parts/place-anchor.tsx'
import { askDiscard } from './discard-form.tsx'
import { fixOf, type Group, reasonText, selectionOf } from './fix.ts'
import classes from './quarantine.module.css'
import { QuarantineSamples } from './quarantine-samples.tsx'
import { ReplayPanel } from './replay-panel.tsx'

type Props = { group: Group | undefined; defined: readonly string[]; onClose: () => void }

/** One group of quarantined events: what is wrong, what to do, samples, replay and discard. */
export function GroupDrawer({ group, defined, onClose }: Props): ReactElement {
  return (
    <Drawer
      opened={group !== undefined}
      onClose={onClose}
      size="lg"
      title={group && `${group.event === '' ? 'Unreadable events' : group.event}: ${reasonText(group.reason)}`}
    >
      {group !== undefined && <GroupDetails group={group} defined={defined} onGone={onClose} />}
    </Drawer>
  )
}

function GroupDetails({
  group,
  defined,
  onGone,
}: {
  group: Group
  defined: readonly string[]
  onGone: () => void
}): ReactElement {
  const project = useProject()
  const mayPropose = useAllowed('analyst')
  const mayDiscard = useAllowed('editor')
  const { what, ways, action } = fixOf(project, group, defined)
  const discard = useChange(quarantine.discard, { done: ({ released }) => `${plural(released, 'event')} discarded` })
  const giveUp = async () => {
    const why = await askDiscard(group.event, group.events)
    if (why !== undefined)
      discard.mutate({ params: { project }, body: { ...selectionOf(group), why } }, { onSuccess: onGone })
  }
  return (
    <Stack gap="lg">
      <FactList
        facts={[
          { label: 'Waiting', value: plural(group.events, 'event') },
          { label: 'Environment', value: group.environment },
          { label: 'SDK version', value: group.sdkVersion ?? 'not said' },
          { label: 'First seen', value: <Ago time={group.firstSeen} /> },
          { label: 'Last seen', value: <Ago time={group.lastSeen} /> },
        ]}
      />
      <section aria-label="What to fix">
        <Text component="h3" fw={600} m={0} mb={4}>
          What to fix
        </Text>
        <Text>{what}</Text>
        <ul className={classes.ways}>
          {ways.map(way => (
            <li key={way}>{way}</li>
          ))}
        </ul>
        {action !== undefined && mayPropose && <PlaceButton address={action.to}>{action.label}</PlaceButton>}
      </section>
      <section aria-label="Replay">
        <Text component="h3" fw={600} m={0} mb={6}>
          Once it is mended
        </Text>
        <ReplayPanel selection={selectionOf(group)} events={group.events} />
      </section>
      <section aria-label="Samples">
        <Text component="h3" fw={600} m={0} mb={6}>
          What arrived
        </Text>
        <Text c="dimmed" mb="xs">
          Only what may be kept is here. Of every other value there is where it stood, its type and its length, under
          withheld.
        </Text>
        <QuarantineSamples group={group} />
      </section>
      {mayDiscard && (
        <Row>
          <Button variant="subtle" color="red" loading={discard.isPending} onClick={() => void giveUp()}>
            Discard {group.events === 1 ? 'it' : `all ${plural(group.events, 'event')}`}
          </Button>
        </Row>
      )}
    </Stack>
  )
}
