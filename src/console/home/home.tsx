import { SimpleGrid, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { Screen } from '../shell/screen.tsx'
import { ChangesCard } from './changes-card.tsx'
import { FirstSteps } from './first-steps.tsx'
import { NeedList } from './need-list.tsx'
import { RunningCard } from './running-card.tsx'
import { TelemetryCard } from './telemetry-card.tsx'
import { useDecisionNeeds } from './use-decision-needs.tsx'
import { useDraftNeeds } from './use-draft-needs.ts'
import { useExperiments } from './use-experiments.ts'
import { useFlagNeeds } from './use-flag-needs.ts'
import { useReviewNeeds } from './use-review-needs.ts'
import { useTelemetryNeeds } from './use-telemetry-needs.tsx'

/** What needs me, the most urgent first; then, quietly, how everything is. A new project begins here. */
export function Home(): ReactElement {
  const project = useProject()
  const experiments = useExperiments()
  const flags = useRoute(resources.flags.list, { params: { project }, query: { limit: 1 } })
  const events = useRoute(resources.events.list, { params: { project }, query: { limit: 1 } })
  const known = !experiments.loading && flags.data !== undefined && events.data !== undefined
  const begun = { flags: (flags.data?.body.items.length ?? 0) > 0, events: (events.data?.body.items.length ?? 0) > 0 }
  if (known && experiments.items.length === 0 && !(begun.flags && begun.events))
    return (
      <Screen title="Home" about="Three steps from here to the first experiment.">
        <FirstSteps begun={begun} />
      </Screen>
    )
  return <Overview />
}

function Overview(): ReactElement {
  const parts = [useDecisionNeeds(), useTelemetryNeeds(), useReviewNeeds(), useFlagNeeds(), useDraftNeeds()]
  return (
    <Screen title="Home" about="What needs somebody right now.">
      <NeedList parts={parts} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" mt="xl">
        <Stack gap="md">
          <RunningCard />
          <TelemetryCard />
        </Stack>
        <ChangesCard />
      </SimpleGrid>
    </Screen>
  )
}
