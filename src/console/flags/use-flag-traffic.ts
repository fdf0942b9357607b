import { useDebouncedValue } from '@mantine/hooks'
import type { Targeting } from '../../contract/flag.ts'
import type { FlagTraffic } from '../../contract/traffic.ts'
import { traffic } from '../../contract/understanding-routes.ts'
import { isWritten } from '../../core/evaluate/condition-text.ts'
import { failureOf } from '../data/failure.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import type { DraftTargeting } from './draft-flag.ts'
import { useEditor, useTargeting } from './editor.ts'

const pauseMs = 500

/** What the draft would have done to recent units, once it is written far enough; or why that is not known. */
export function useFlagTraffic(): { traffic: FlagTraffic | undefined; reason: string | undefined } {
  const project = useProject()
  const { base, environment } = useEditor()
  const { targeting } = useTargeting()
  const mayAsk = useAllowed('analyst')
  const [asked] = useDebouncedValue(JSON.stringify(targeting), pauseMs)
  const draft = JSON.parse(asked) as DraftTargeting
  const written = isWrittenTargeting(draft)
  const found = useRoute(
    traffic.flag,
    {
      params: { project, key: base.key },
      body: { environment, ...(written ? { targeting: draft } : {}) },
    },
    { enabled: mayAsk && written, staleMs: 60_000, keepPrevious: true },
  )
  const reason = !mayAsk
    ? 'Your role does not see traffic; ask an admin for the analyst role.'
    : found.error !== null && failureOf(found.error).kind !== 'refused'
      ? failureOf(found.error).title
      : undefined
  return { traffic: mayAsk && found.error === null ? found.data?.body : undefined, reason }
}

function isWrittenTargeting(draft: DraftTargeting): draft is Targeting {
  return draft.rules.every(
    ({ condition, serve }) =>
      (condition === undefined || isWritten(condition)) && !('experiment' in serve && serve.experiment === ''),
  )
}
