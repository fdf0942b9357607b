import type { EventDefinition, PropertyPrivacy, PropertyType, Treatment } from '../../contract/event-definition.ts'
import type { ReviewDecision } from '../../contract/privacy.ts'
import { isAtLeastAsStrict, shorterOf, stricterOf } from './treatment.ts'

/** What a reviewer looks at: everything about a personal property that a decision rests on. */
export type Reviewed = {
  event: string
  property: string
  type: PropertyType
  privacy: PropertyPrivacy
  consent: string | undefined
}

/** What may be collected of a personal property now. Only an approved one is collected at all. */
export type ReviewStatus =
  | { status: 'approved'; treatment: Treatment; retentionDays: number | undefined; decision: ReviewDecision }
  | { status: 'refused'; decision: ReviewDecision }
  | { status: 'pending' }

/** The personal properties of an event, as reviewers see them. */
export function personalIn({ key, properties, consent }: EventDefinition): Reviewed[] {
  return Object.entries(properties).flatMap(([property, { type, privacy }]) =>
    privacy === undefined ? [] : [{ event: key, property, type, privacy, consent }],
  )
}

/**
 * Where a personal property stands; `decisions` are all of its project, newest first. An approval goes for what was reviewed
 * and for anything stricter, a refusal for what was reviewed and for anything weaker; the newest one that says something decides.
 */
export function reviewStatusOf(now: Reviewed, decisions: readonly ReviewDecision[]): ReviewStatus {
  for (const decision of decisions) {
    if (decision.event !== now.event || decision.property !== now.property) continue
    if (decision.outcome === 'refuse' && asksNoMore(decision, now)) return { status: 'refused', decision }
    if (decision.outcome === 'approve' && asksNoMore(now, decision)) {
      const { conditions } = decision
      return {
        status: 'approved',
        treatment: stricterOf(now.privacy.treatment, conditions?.treatment ?? 'keep'),
        retentionDays: shorterOf(now.privacy.retentionDays, conditions?.retentionDays),
        decision,
      }
    }
  }
  return { status: 'pending' }
}

/** Whether one wish collects nothing that the other does not collect as well, for the same purpose and no longer. */
function asksNoMore(one: Omit<Reviewed, 'consent'> & { consent?: string | undefined }, other: typeof one): boolean {
  const [mine, theirs] = [one.privacy, other.privacy]
  return (
    one.type === other.type &&
    mine.class === theirs.class &&
    mine.purpose === theirs.purpose &&
    isAtLeastAsStrict(mine.treatment, theirs.treatment) &&
    (theirs.retentionDays === undefined ||
      (mine.retentionDays !== undefined && mine.retentionDays <= theirs.retentionDays)) &&
    (other.consent === undefined || one.consent === other.consent)
  )
}
