import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Issue } from '../../contract/problem.ts'

type Events = ReadonlyMap<string, { definition: EventDefinition }>

/** What is wrong with how an event is taken for the truth, or reconciled with others, by it or with it. */
export function truthIssues(events: Events, event: EventDefinition): Issue[] {
  const issues: Issue[] = []
  if (event.truth === true && event.source !== 'server')
    issues.push({
      path: '/source',
      message: 'what clients say cannot be taken for the truth; take it from servers only',
    })
  const { completeness } = event.expect ?? {}
  const other = completeness && events.get(completeness.against)?.definition
  if (completeness !== undefined && completeness.against === event.key)
    issues.push({ path: `${place}/against`, message: 'an event says nothing about itself; name another one' })
  else if (other !== undefined)
    issues.push(...pairIssues(event, other).map(message => ({ path: `${place}/by`, message })))
  for (const { definition } of events.values()) {
    if (definition.key === event.key || definition.expect?.completeness?.against !== event.key) continue
    const path = `/properties/${definition.expect.completeness.by}`
    issues.push(...pairIssues(definition, event).map(message => ({ path, message })))
  }
  return issues
}

const place = '/expect/completeness'

/** Both events must have the property, with values that are the same text or number wherever they mean the same. */
function pairIssues(event: EventDefinition, other: EventDefinition): string[] {
  const by = event.expect?.completeness?.by ?? ''
  const [one, two] = [event.properties[by], other.properties[by]]
  const without = [event, other].filter(({ properties }) => !Object.hasOwn(properties, by))
  if (one === undefined || two === undefined)
    return without.map(({ key }) => `event ${key} has no property ${by}, which both must carry`)
  if (one.type !== two.type) return [`${by} is ${one.type} in ${event.key} and ${two.type} in ${other.key}`]
  const treatments = [one, two].map(({ privacy }) => privacy?.treatment ?? 'keep')
  const lossy = treatments.find(treatment => treatment !== 'keep' && treatment !== 'hash')
  if (lossy !== undefined) return [`${by} is personal and ${lossy} leaves nothing to compare; hash it in both events`]
  return treatments[0] === treatments[1] ? [] : [`${by} is hashed in one of both events only; hash it in both`]
}
