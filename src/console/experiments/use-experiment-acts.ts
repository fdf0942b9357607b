import { useQueryClient } from '@tanstack/react-query'
import { lifecycle, resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { sayUndoable } from '../parts/say-undoable.tsx'
import { sayDone, sayFailure } from '../shell/say.tsx'
import { askWords } from './ask-words.tsx'
import { removeRules } from './keep-rule.ts'
import type { KeptExperiment } from './kept-experiment.ts'
import { askPhase } from './new-phase.tsx'

/** What can be done with an experiment from its page; each asks what it has to. */
export type ExperimentActs = {
  stop: () => Promise<void>
  rephase: () => Promise<void>
  edit: () => Promise<void>
  archive: () => Promise<void>
  bringBack: () => void
}

export function useExperimentActs(experiment: KeptExperiment): ExperimentActs {
  const project = useProject()
  const client = useQueryClient()
  const { key, name, meta, environment, flag } = experiment
  const request = { params: { project, key }, ifMatch: etagOf(meta) }
  const because = (why: string) => (why === '' ? {} : { query: { why } })
  const stopping = useChange(lifecycle.stop, { done: `${name} has stopped` })
  const phasing = useChange(lifecycle.phase, { done: `A new phase of ${name} began` })
  const changing = useChange(resources.experiments.change, { done: `${name} is changed` })
  const archiving = useChange(resources.experiments.archive)
  const rollback = useChange(resources.experiments.rollback, { done: `${name} is back` })
  return {
    stop: async () => {
      const why = await askWhy({
        title: `Stop ${name}?`,
        about:
          'From then on everybody gets what the flag serves otherwise. What was seen stays; it cannot be started again.',
        action: 'Stop the experiment',
        danger: true,
      })
      if (why !== undefined) stopping.mutate({ ...request, ...because(why) })
    },
    rephase: async () => {
      const asked = await askPhase(experiment)
      if (asked !== undefined) phasing.mutate({ ...request, body: asked })
    },
    edit: async () => {
      const changes = await askWords(experiment)
      if (changes !== undefined && Object.keys(changes).length > 0) changing.mutate({ ...request, body: changes })
    },
    archive: async () => {
      const why = await askWhy({
        title: `Archive ${name}?`,
        about: 'Its report and history stay. The rule of the flag that served it is taken away.',
        action: 'Archive the experiment',
        danger: true,
      })
      if (why === undefined) return
      try {
        const putBack = await removeRules(project, { key, environment, flag })
        const { body } = await archiving.mutateAsync({ ...request, ...because(why) })
        sayUndoable(`${name} is archived`, () =>
          rollback.mutate(
            { params: { project, key }, body: { version: body.meta.version }, ifMatch: etagOf(body.meta) },
            { onSuccess: () => void putBack?.().then(() => client.invalidateQueries(), sayFailure) },
          ),
        )
      } catch {
        // Whatever failed was said already, by the change itself.
        await client.invalidateQueries()
      }
    },
    bringBack: () =>
      rollback.mutate({ ...request, body: { version: meta.version } }, { onSuccess: () => sayDone(`${name} is back`) }),
  }
}
