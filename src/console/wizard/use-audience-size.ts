import type { AudienceTraffic } from '../../contract/traffic.ts'
import { traffic } from '../../contract/understanding-routes.ts'
import { type DraftCondition, isWritten } from '../../core/evaluate/condition-text.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'

/** How far back people are looked for. */
export const seenDays = 7

/** How many recent people a condition would have held for; undefined while it is written or asked. */
export function useAudienceSize(
  environment: string,
  condition: DraftCondition | undefined,
): AudienceTraffic | undefined {
  const project = useProject()
  const written = condition !== undefined && isWritten(condition) ? condition : undefined
  const { data } = useRoute(
    traffic.audience,
    { params: { project }, body: { environment, condition: written ?? { all: [] }, days: seenDays } },
    { enabled: written !== undefined, keepPrevious: true, staleMs: 60_000 },
  )
  return written === undefined ? undefined : data?.body
}
