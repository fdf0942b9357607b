import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useParam, useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { AudienceEditor } from './audience-editor.tsx'

/** One audience, from its address. */
export function AudienceScreen(): ReactElement {
  const project = useProject()
  const key = useParam('key')
  const { data, error, refetch } = useRoute(resources.audiences.read, { params: { project, key } })
  if (data === undefined) {
    return (
      <Screen title={key} wide>
        {error === null ? <Skeleton height={220} /> : <Failed error={error} retry={() => void refetch()} />}
      </Screen>
    )
  }
  return <AudienceEditor key={key} kept={data.body} />
}
