import { Button, Skeleton, Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { createHoldout } from './create-holdout.tsx'
import { createLayer } from './create-layer.tsx'
import { HoldoutList } from './holdout-list.tsx'
import { LayerMap } from './layer-map.tsx'
import type { LayersSearch } from './routes.tsx'

/** Which experiments exclude each other, drawn to scale, and who is kept out of all of them. */
export function LayersScreen(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const mayChange = useAllowed('editor')
  const navigate = useNavigate()
  const { tab } = useSearch({ strict: false }) as LayersSearch
  const request = { params: { project }, query: { limit: 500 } }
  const layers = usePages(resources.layers.list, request, { all: true })
  const holdouts = usePages(resources.holdouts.list, request, { all: true })
  const experiments = usePages(resources.experiments.list, request, { all: true })
  const here = useMemo(
    () => holdouts.items.filter(one => one.environment === environment),
    [holdouts.items, environment],
  )
  const error = layers.error ?? holdouts.error ?? experiments.error
  const loading = layers.loading || holdouts.loading || experiments.loading
  const shown = tab === 'holdouts' ? 'holdouts' : 'layers'
  const retry = () => {
    for (const list of [layers, holdouts, experiments]) list.retry()
  }
  const make = () => void (shown === 'holdouts' ? createHoldout(project, environment) : createLayer(project))
  return (
    <Screen
      title="Layers"
      about="Experiments of one layer exclude each other: nobody is in two of them. All others overlap."
      actions={
        <Button onClick={make} disabled={!mayChange} {...(mayChange ? {} : { title: 'Your role may look only' })}>
          {shown === 'holdouts' ? 'New holdout' : 'New layer'}
        </Button>
      }
    >
      <Tabs
        value={shown}
        onChange={value =>
          void navigate({
            to: '.',
            search: (before: object) => ({ ...before, tab: value === 'holdouts' ? value : '' }),
            replace: true,
          } as never)
        }
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="layers">Layers {loading ? '' : layers.items.length}</Tabs.Tab>
          <Tabs.Tab value="holdouts">Holdouts {loading ? '' : here.length}</Tabs.Tab>
        </Tabs.List>
        {error !== null && error !== undefined ? (
          <Failed error={error} retry={retry} />
        ) : loading ? (
          <Skeleton height={180} />
        ) : (
          <>
            <Tabs.Panel value="layers">
              <LayerMap
                layers={layers.items}
                holdouts={here}
                experiments={experiments.items.filter(one => one.environment === environment)}
                environment={environment}
                mayChange={mayChange}
              />
            </Tabs.Panel>
            <Tabs.Panel value="holdouts">
              <HoldoutList holdouts={here} layers={layers.items} mayChange={mayChange} />
            </Tabs.Panel>
          </>
        )}
      </Tabs>
    </Screen>
  )
}
