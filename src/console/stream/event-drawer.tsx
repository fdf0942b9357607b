import { Drawer, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TailEvent } from '../../contract/live.ts'
import { useProject } from '../data/project.ts'
import { exactText } from '../parts/ago-text.ts'
import { FactList } from '../parts/fact-list.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { TitledValues } from '../parts/value-list.tsx'
import { paths } from '../paths.ts'
import { reasonText } from '../quarantine/fix.ts'

/** Everything the stream says about one event; personal values are masked for everybody here. */
export function EventDrawer({ event, onClose }: { event: TailEvent | undefined; onClose: () => void }): ReactElement {
  return (
    <Drawer opened={event !== undefined} onClose={onClose} title={event?.event}>
      {event !== undefined && <Details event={event} />}
    </Drawer>
  )
}

function Details({ event }: { event: TailEvent }): ReactElement {
  const project = useProject()
  const { verdict, environment, id, time, received, units, context, properties, reason, detail } = event
  return (
    <Stack>
      <FactList
        inline
        facts={[
          { label: 'Verdict', value: <StatusBadge status={verdict} /> },
          ...(reason === undefined ? [] : [{ label: 'Reason', value: `${reasonText(reason)}: ${detail ?? ''}` }]),
          { label: 'Id', value: <KeyText>{id}</KeyText> },
          { label: 'Environment', value: environment },
          ...(time === undefined ? [] : [{ label: 'Happened', value: exactText(time) }]),
          { label: 'Received', value: exactText(received) },
        ]}
      />
      {verdict === 'quarantined' ? (
        <p>Its properties are kept with it in quarantine, as far as they may be.</p>
      ) : (
        <TitledValues title="Properties" values={properties} none="It carries none." />
      )}
      <TitledValues title="Units" values={units} none="None." />
      <TitledValues title="Context" values={context} none="The sender said nothing." />
      {verdict === 'quarantined' ? (
        <PlaceAnchor address={`${paths.quarantine(project)}?scope=all&event=${encodeURIComponent(event.event)}`}>
          Mend it in quarantine
        </PlaceAnchor>
      ) : (
        !event.event.startsWith('$') && (
          <PlaceAnchor address={paths.event(project, event.event)}>Definition of {event.event}</PlaceAnchor>
        )
      )}
    </Stack>
  )
}
