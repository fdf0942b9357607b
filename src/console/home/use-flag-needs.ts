import { resources } from '../../contract/routes.ts'
import { traffic } from '../../contract/understanding-routes.ts'
import { stalenessText } from '../../core/model/stale-flag.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { flagRows } from '../flags/flag-row.ts'
import { useNow } from '../parts/use-now.ts'
import { paths } from '../paths.ts'
import type { Need, Needs } from './need.ts'

/** Flags that nobody needs any more. */
export function useFlagNeeds(): Needs {
  const project = useProject()
  const nowMs = useNow()
  const flags = usePages(resources.flags.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const usage = useRoute(traffic.usage, { params: { project } }, { staleMs: 60_000 })
  const rows = flagRows(flags.items, usage.data?.body.items ?? [], nowMs)
  const needs = rows.flatMap(({ flag, stale }): Need[] =>
    stale === undefined
      ? []
      : [
          {
            kind: 'flag',
            key: flag.key,
            title: flag.name,
            to: paths.flag(project, flag.key),
            action: 'Clean up',
            status: { text: 'stale', tone: 'warning' },
            about: `The flag ${stalenessText(stale)}.`,
          },
        ],
  )
  const error = flags.error ?? usage.error
  return { needs, loading: flags.loading || usage.isPending, error, retry: flags.retry }
}
