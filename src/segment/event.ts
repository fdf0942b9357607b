import type { EventDefinition } from '../contract/event-definition.ts'
import { definedNameOf } from '../core/model/snake-name.ts'
import { type Call, recordIn, textIn } from './call.ts'
import { contextOf } from './context.ts'

/** What an event is made with: the project's units and events, the request, and an id for a call without one. */
export type EventRules = {
  units: Readonly<Record<string, string>>
  definitionOf(name: string): EventDefinition | undefined
  sentAt: unknown
  nowMs: number
  newId(): string
}

/**
 * A call as an event for the pipeline: `track` is the event it names, every other call the event of its type. Names of events
 * and properties are taken as they are where they are defined, else in snake_case.
 */
export function eventOf(call: Call, rules: EventRules): Record<string, unknown> {
  const type = textIn(call, 'type') ?? ''
  const given = type === 'track' ? (textIn(call, 'event') ?? '') : type
  const event = definedNameOf(given, name => rules.definitionOf(name) !== undefined)
  const properties = propertiesOf(type, call)
  return {
    ...unitsOf(call, properties, rules.units),
    id: call.messageId ?? rules.newId(),
    event,
    ...timesOf(call, rules),
    context: contextOf(call),
    properties: renamed(properties, rules.definitionOf(event)),
  }
}

// Only a time by the sender's own clock is corrected: not ours, and not one that whoever received the call first corrected.
function timesOf(call: Call, { sentAt, nowMs }: EventRules): { time: unknown; sent_at?: unknown } {
  const time = call.timestamp ?? call.originalTimestamp
  if (time === undefined || time === null) return { time: nowMs }
  return call.receivedAt === undefined ? { time, sent_at: call.sentAt ?? sentAt } : { time }
}

function propertiesOf(type: string, call: Call): Call {
  const { name, category, groupId, previousId } = call
  if (type === 'identify') return recordIn(call, 'traits')
  if (type === 'group') return { group_id: groupId, ...recordIn(call, 'traits') }
  if (type === 'alias') return { previous_id: previousId }
  if (type === 'page' || type === 'screen') return { name, category, ...recordIn(call, 'properties') }
  return recordIn(call, 'properties')
}

/** Unit ids where Segment has them, and for the project's other units in a field or property of that name. */
function unitsOf(call: Call, properties: Call, units: EventRules['units']): Record<string, unknown> {
  const context = recordIn(call, 'context')
  const conventional: Record<string, unknown> = {
    user: call.userId,
    device: call.anonymousId,
    session: context.sessionId,
    group: call.groupId ?? context.groupId,
  }
  const found = Object.entries(units).map(([unit, field]) => [
    field,
    conventional[unit] ?? call[field] ?? properties[field],
  ])
  return Object.fromEntries(found.filter(([, id]) => id !== undefined))
}

function renamed(properties: Call, definition: EventDefinition | undefined): Record<string, unknown> {
  const isDeclared = (name: string) => definition !== undefined && Object.hasOwn(definition.properties, name)
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [definedNameOf(name, isDeclared), value]),
  )
}
