import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Report } from '../../contract/report.ts'
import { resources } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { ask } from '../parts/ask.tsx'
import { JsonDiff } from '../parts/json-diff.tsx'
import { sayDone, sayFailure } from '../shell/say.tsx'
import { shipped } from './ship.ts'

/** Changes the flag so that the variant is served where the experiment was; undefined while no rule serves the experiment. */
export function useShip(report: Report): ((variant: string) => Promise<void>) | undefined {
  const project = useProject()
  const client = useQueryClient()
  const decided = report.decision !== undefined
  const experiment = useRoute(
    resources.experiments.read,
    { params: { project, key: report.experiment } },
    { enabled: decided },
  )
  const key = experiment.data?.body.flag ?? ''
  const flag = useRoute(resources.flags.read, { params: { project, key } }, { enabled: key !== '' })
  const { body: before, etag } = flag.data ?? {}
  if (before === undefined || etag === undefined) return undefined
  if (shipped(before, report.environment, report.experiment, '') === undefined) return undefined
  return async variant => {
    const after = shipped(before, report.environment, report.experiment, variant)
    if (after === undefined) return
    const agreed = await ask<true>(
      `Serve ${variant} by the flag ${before.name}`,
      (answer, cancel) => (
        <Stack>
          <Text>
            The rules that served the experiment serve {variant} from now on. The history of the flag takes it back.
          </Text>
          <JsonDiff before={before.environments} after={after.environments} />
          <Group justify="flex-end">
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
            <Button onClick={() => answer(true)}>Serve {variant}</Button>
          </Group>
        </Stack>
      ),
      'lg',
    )
    if (agreed === undefined) return
    try {
      const why = `experiment ${report.experiment} was decided: ship ${variant}`
      const { environments } = after
      await call(resources.flags.change, {
        params: { project, key },
        query: { why },
        body: { environments },
        ifMatch: etag,
      })
      sayDone(`${before.name} serves ${variant}`)
    } catch (error) {
      sayFailure(error)
    } finally {
      await client.invalidateQueries()
    }
  }
}
