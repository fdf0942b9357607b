import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useParam, useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { FlagEditor } from './flag-editor.tsx'

/** One flag, from its address. */
export function FlagScreen(): ReactElement {
  const project = useProject()
  const key = useParam('key')
  const { data, error, refetch } = useRoute(resources.flags.read, { params: { project, key } })
  if (data === undefined) {
    return (
      <Screen title={key} wide>
        {error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}
      </Screen>
    )
  }
  return <FlagEditor key={key} kept={data.body} />
}

function Waiting(): ReactElement {
  return (
    <>
      <Skeleton height={32} mb="md" />
      <Skeleton height={64} mb="md" />
      <Skeleton height={180} />
    </>
  )
}
