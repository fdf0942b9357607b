import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { type Pages, usePages } from '../data/use-pages.ts'
import type { KeptExperiment } from '../experiments/kept-experiment.ts'

/** Every experiment of the project that is not archived. */
export function useExperiments(): Pages<KeptExperiment> {
  const project = useProject()
  return usePages(resources.experiments.list, { params: { project }, query: { limit: 500 } }, { all: true })
}
