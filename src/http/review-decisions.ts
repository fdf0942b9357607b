import { ReviewDecision } from '../contract/privacy.ts'
import type { Author, ControlStore } from '../store/control/control-store.ts'

const noun = 'reviews'

/** More decisions than a project comes to. */
const decisionsMax = 100_000

/** Every decision about the personal properties of a project, newest first. */
export function decisionsIn(control: ControlStore, project: string): ReviewDecision[] {
  return control.revisions(project, { noun }, { limit: decisionsMax }).map(({ after }) => ReviewDecision.parse(after))
}

/** Keeps a decision for ever; what it allows or forbids counts from the next event on. */
export function keepDecision(control: ControlStore, project: string, decision: ReviewDecision, author: Author): void {
  const { event, property, outcome } = decision
  control.note(project, { noun, key: `${event}.${property}`, action: outcome, facts: decision }, author)
  control.renew(project)
}
