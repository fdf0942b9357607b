import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconFlag3, IconFlask2, IconKeyboard, IconMoon, IconPlus, IconSearch, IconSun } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { usePages } from '../data/use-pages.ts'
import { paths } from '../paths.ts'
import { paletteStore } from './palette-store.ts'
import { usePlaces } from './use-places.ts'

const found = 40

/** Ctrl-K: every place, flag, experiment and action by name. */
export function Palette({ project, onShortcuts }: { project: string; onShortcuts: () => void }): ReactElement {
  const navigate = useNavigate()
  const router = useRouter()
  const places = usePlaces()
  const { setColorScheme } = useMantineColorScheme()
  const request = { params: { project }, query: { limit: 500 } }
  const flags = usePages(resources.flags.list, request)
  const experiments = usePages(resources.experiments.list, request)
  const has = (route: string) => Object.keys(router.routesByPath).includes(`/p/$project${route}`)
  const go = (to: string) => () => void navigate({ to })
  const icon = { size: 16, stroke: 1.6 }

  const group = (name: string, actions: SpotlightActionData[]): SpotlightActionGroupData[] =>
    actions.length === 0 ? [] : [{ group: name, actions }]
  const actions = [
    ...group(
      'Go to',
      places.map(({ label, to, icon: Icon }) => ({
        id: `place-${label}`,
        label,
        leftSection: <Icon {...icon} />,
        onClick: go(to(project)),
      })),
    ),
    ...group('Actions', [
      ...(has('/experiments/new')
        ? [
            {
              id: 'new-experiment',
              label: 'New experiment',
              leftSection: <IconPlus {...icon} />,
              onClick: go(paths.newExperiment(project)),
            },
          ]
        : []),
      {
        id: 'shortcuts',
        label: 'Keyboard shortcuts',
        leftSection: <IconKeyboard {...icon} />,
        onClick: onShortcuts,
      },
      {
        id: 'light',
        label: 'Light colours',
        keywords: ['theme', 'appearance'],
        leftSection: <IconSun {...icon} />,
        onClick: () => setColorScheme('light'),
      },
      {
        id: 'dark',
        label: 'Dark colours',
        keywords: ['theme', 'appearance'],
        leftSection: <IconMoon {...icon} />,
        onClick: () => setColorScheme('dark'),
      },
    ]),
    ...group(
      'Experiments',
      has('/experiments/$key')
        ? experiments.items.map(({ key, name, run }) => ({
            id: `experiment-${key}`,
            label: name,
            description: `${key} · ${run.status}`,
            leftSection: <IconFlask2 {...icon} />,
            onClick: go(run.status === 'draft' ? paths.experiment(project, key) : paths.report(project, key)),
          }))
        : [],
    ),
    ...group(
      'Flags',
      has('/flags/$key')
        ? flags.items.map(({ key, name }) => ({
            id: `flag-${key}`,
            label: name ?? key,
            description: key,
            leftSection: <IconFlag3 {...icon} />,
            onClick: go(paths.flag(project, key)),
          }))
        : [],
    ),
  ]
  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      limit={found}
      shortcut={null}
      highlightQuery
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      centered={false}
      yOffset={96}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      scrollable
      maxHeight={420}
      nothingFound="Nothing is called like that"
      searchProps={{
        'aria-label': 'Search and commands',
        placeholder: 'Search screens, flags, experiments and actions',
        leftSection: <IconSearch {...icon} />,
      }}
    />
  )
}
