import type { EventDefinition } from '../../contract/event-definition.ts'
import type { ReviewDecision } from '../../contract/privacy.ts'
import { personalIn, type Reviewed } from './review.ts'
import { shorterOf } from './treatment.ts'

/** What of an event is too old: everything before a moment, or the values of single properties. */
export type Expiry = { event: string; eventsBeforeMs: number | undefined; valuesBeforeMs: ReadonlyMap<string, number> }

const dayMs = 86_400_000

/** What retention removes at a moment. Events and properties that are kept for ever are left out. */
export function expiriesOf(
  definitions: readonly EventDefinition[],
  decisions: readonly ReviewDecision[],
  nowMs: number,
): Expiry[] {
  return definitions.flatMap(definition => {
    const before = (days: number) => nowMs - days * dayMs
    const eventsBeforeMs = definition.retentionDays === undefined ? undefined : before(definition.retentionDays)
    const valuesBeforeMs = new Map<string, number>()
    for (const reviewed of personalIn(definition)) {
      const days = retentionDaysOf(reviewed, decisions)
      if (days !== undefined) valuesBeforeMs.set(reviewed.property, before(days))
    }
    return eventsBeforeMs === undefined && valuesBeforeMs.size === 0
      ? []
      : [{ event: definition.key, eventsBeforeMs, valuesBeforeMs }]
  })
}

/** Asking for a longer retention changes nothing before it is approved, so the last approval goes on counting. */
function retentionDaysOf(
  { event, property, privacy }: Reviewed,
  decisions: readonly ReviewDecision[],
): number | undefined {
  const approval = decisions.find(
    decision => decision.event === event && decision.property === property && decision.outcome === 'approve',
  )
  const approvedDays = shorterOf(approval?.privacy.retentionDays, approval?.conditions?.retentionDays)
  return shorterOf(privacy.retentionDays, approvedDays)
}
