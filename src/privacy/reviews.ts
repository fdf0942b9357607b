import type { EventDefinition } from '../contract/event-definition.ts'
import type { Review, ReviewDecision } from '../contract/privacy.ts'
import { privacy } from '../contract/privacy-routes.ts'
import { personalIn, type Reviewed, reviewStatusOf } from '../core/privacy/review.ts'
import { isAtLeastAsStrict, stricterOf, treatmentFits } from '../core/privacy/treatment.ts'
import { find, projectOf, requireVersion } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { projectKey } from '../http/project-keys.ts'
import { decisionsIn, keepDecision } from '../http/review-decisions.ts'
import { type Server, serve } from '../http/server.ts'

/** The queue of personal properties, and the decisions about them. */
export function serveReviews(server: Server): void {
  const { control, randomBytes } = server.platform

  serve(server, privacy.reviews, ({ params, query }) => {
    const project = projectOf(control, params)
    const decisions = decisionsIn(control, project)
    const items = [...control.snapshot(project).events.values()]
      .flatMap(({ definition, meta }) => personalIn(definition).map(each => reviewOf(each, decisions, meta.version)))
      .filter(({ status }) => query.status === 'any' || status === query.status)
    return { body: { items } }
  })

  serve(server, privacy.decisions, ({ params }) => ({
    body: { items: decisionsIn(control, projectOf(control, params)) },
  }))

  serve(server, privacy.decide, ({ params, body }, call) => {
    const project = projectOf(control, params)
    const { outcome, conditions, reason } = body
    return control.transaction(() => {
      const stored = find(control, 'events', { project, key: params.event })
      requireVersion(stored, call)
      const reviewed = reviewedIn(stored.definition, params.property)
      if (outcome === 'approve') checkConditions(reviewed, conditions)
      const author = call.author(reason)
      const { event, property, type, privacy: wanted, consent } = reviewed
      const decision: ReviewDecision = {
        ...{ event, property, type, privacy: wanted, outcome, reason, at: author.at, by: author.by },
        ...(consent === undefined ? {} : { consent }),
        ...(conditions === undefined || outcome === 'refuse' ? {} : { conditions }),
      }
      if (outcome === 'approve') {
        const treatment = stricterOf(wanted.treatment, conditions?.treatment ?? 'keep')
        if (treatment === 'hash' || treatment === 'encrypt')
          projectKey(control, project, treatment, author.at, randomBytes)
      }
      keepDecision(control, project, decision, author)
      const { version } = stored.meta
      return { body: reviewOf(reviewed, decisionsIn(control, project), version), etag: version }
    })
  })
}

function reviewedIn(definition: EventDefinition, property: string): Reviewed {
  const reviewed = personalIn(definition).find(candidate => candidate.property === property)
  if (reviewed === undefined)
    throw problem('not-found', { detail: `event ${definition.key} has no personal property ${property}` })
  return reviewed
}

function checkConditions({ type, privacy: wanted }: Reviewed, conditions: ReviewDecision['conditions']): void {
  const { treatment, retentionDays } = conditions ?? {}
  const errors = []
  if (treatment !== undefined && !isAtLeastAsStrict(treatment, wanted.treatment))
    errors.push({ path: '/conditions/treatment', message: `${treatment} keeps more than ${wanted.treatment}` })
  if (treatment !== undefined && !treatmentFits(type, treatment))
    errors.push({ path: '/conditions/treatment', message: `${treatment} does not leave a ${type}` })
  if (retentionDays !== undefined && wanted.retentionDays !== undefined && retentionDays > wanted.retentionDays)
    errors.push({
      path: '/conditions/retentionDays',
      message: `longer than the ${wanted.retentionDays} days asked for`,
    })
  if (errors.length > 0) throw problem('invalid-definition', { errors })
}

function reviewOf(reviewed: Reviewed, decisions: readonly ReviewDecision[], version: number): Review {
  const { event, property, type, privacy: wanted, consent } = reviewed
  const now = reviewStatusOf(reviewed, decisions)
  const days = now.status === 'approved' ? now.retentionDays : undefined
  return {
    ...{ event, property, type, privacy: wanted, status: now.status, version },
    ...(consent === undefined ? {} : { consent }),
    ...(now.status === 'approved'
      ? { collects: { treatment: now.treatment, ...(days === undefined ? {} : { retentionDays: days }) } }
      : {}),
    ...(now.status === 'pending' ? {} : { decision: now.decision }),
  }
}
