import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { z } from 'zod'
import type { Released, Replay } from '../../contract/quarantine.ts'
import { quarantine } from '../../contract/telemetry-routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { Failed } from '../shell/failed.tsx'
import { reasonText } from './fix.ts'

type Selection = Omit<z.input<typeof Replay>, 'incomplete'>

/** Judges events of quarantine again: how it goes, and what came of it. */
export function ReplayPanel({ selection, events }: { selection: Selection; events: number }): ReactElement | null {
  const project = useProject()
  const mayReplay = useAllowed('editor')
  const replay = useChange(quarantine.replay, { quiet: true })
  const start = (incomplete: boolean) =>
    replay.mutate({ params: { project }, body: { ...selection, ...(incomplete ? { incomplete } : {}) } })
  const done = replay.data?.body
  if (!mayReplay)
    return (
      <Text c="dimmed">Replaying needs the role editor. Ask somebody who has it once the definition is mended.</Text>
    )
  return (
    <Stack gap="sm">
      {replay.isPending ? (
        <div role="status">
          <Text mb={6}>Judging {plural(events, 'event')} again…</Text>
          <Progress value={100} animated aria-label="Replaying" />
        </div>
      ) : (
        <Group gap="sm">
          <Button variant="default" leftSection={<IconPlayerPlay size={15} aria-hidden />} onClick={() => start(false)}>
            {done === undefined ? `Replay ${plural(events, 'event')}` : 'Replay again'}
          </Button>
        </Group>
      )}
      {replay.error !== null && <Failed error={replay.error} />}
      {done !== undefined && !replay.isPending && <Outcome outcome={done} onIncomplete={() => start(true)} />}
    </Stack>
  )
}

function Outcome({
  outcome,
  onIncomplete,
}: {
  outcome: z.infer<typeof Released>
  onIncomplete: () => void
}): ReactElement {
  const { released, kept } = outcome
  const withheld = kept.filter(({ reason }) => reason === 'withheld-value').reduce((sum, one) => sum + one.events, 0)
  const left = kept.reduce((sum, one) => sum + one.events, 0)
  return (
    <div role="status">
      <Text>
        {plural(released, 'event')} {released === 1 ? 'is' : 'are'} valid now and kept;{' '}
        {left === 0 ? 'nothing is left of them in quarantine.' : `${plural(left, 'event')} stayed:`}
      </Text>
      <ul>
        {kept.map(({ reason, detail, events }) => (
          <li key={`${reason} ${detail}`}>
            {reasonText(reason)}: {detail} ({plural(events, 'event')})
          </li>
        ))}
      </ul>
      {withheld > 0 && (
        <Button variant="default" onClick={onIncomplete}>
          Take {plural(withheld, 'event')} without these values
        </Button>
      )}
    </div>
  )
}
