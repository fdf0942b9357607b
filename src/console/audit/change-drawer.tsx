import { Button, Drawer, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { Revision } from '../../contract/noun.ts'
import { useProject } from '../data/project.ts'
import { exactText } from '../parts/ago-text.ts'
import { JsonDiff } from '../parts/json-diff.tsx'
import { JsonText } from '../parts/json-text.tsx'
import { nounText, placeOf } from './change.ts'

type Props = { change: Revision | undefined; opened: boolean; loading: boolean; onClose: () => void }

/** One change: who, when and why, what became of what, and the way to it. */
export function ChangeDrawer({ change, opened, loading, onClose }: Props): ReactElement {
  const title = change === undefined ? 'Change' : `${nounText(change.noun)} ${change.key}`
  return (
    <Drawer opened={opened} onClose={onClose} title={title} size="lg">
      {change !== undefined ? (
        <Details change={change} />
      ) : loading ? (
        <Skeleton height={160} />
      ) : (
        <Text>This change is not in this record. The link may be of another project.</Text>
      )}
    </Drawer>
  )
}

function Details({ change }: { change: Revision }): ReactElement {
  const project = useProject()
  const [whole, setWhole] = useState(false)
  const { action, version, by, at, why, before, after } = change
  const place = placeOf(project, change)
  return (
    <Stack>
      <div>
        <Text>
          <b>{by}</b>: {action}
          {version > 0 && `, version ${version}`}
        </Text>
        <Text c="dimmed">
          <time dateTime={at}>{exactText(at)}</time>
        </Text>
      </div>
      <div>
        <Title order={3}>Reason</Title>
        <Text {...(why === undefined ? { c: 'dimmed' } : {})}>{why ?? 'None was given.'}</Text>
      </div>
      <div>
        <Title order={3} mb="xs">
          What changed
        </Title>
        {before === null ? <JsonText value={after} /> : <JsonDiff before={before} after={after} />}
      </div>
      {before !== null && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!whole)} aria-expanded={whole}>
            {whole ? 'Hide the whole definition' : 'Show the whole definition'}
          </Button>
          {whole && <JsonText value={after} />}
        </div>
      )}
      {place !== undefined && (
        <Button component={Link} to={place} variant="default">
          Open as it is now
        </Button>
      )}
    </Stack>
  )
}
