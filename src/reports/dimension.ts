import { contextFields } from '../contract/event.ts'
import type { Dimension } from '../core/metrics/plan.ts'
import { problem } from '../http/problem.ts'
import type { Snapshot } from '../store/control/control-store.ts'

/** The dimension a name stands for: a field of the context, or a property of an event; a problem when it is neither. */
export function dimensionOf(snapshot: Snapshot, name: string, measured: 'before' | 'after'): Dimension {
  if (contextFields.some(field => field === name)) return { kind: 'context', field: name }
  const [event = '', property = ''] = name.split('.')
  const definition = snapshot.events.get(event)?.definition
  const declared = definition?.properties[property]
  // Segments are named by the values themselves.
  if (declared?.privacy !== undefined) {
    throw problem('invalid-request', {
      errors: [{ path: '/dimension', message: `${name} is personal; a breakdown would name its values` }],
      hint: 'Break down by a property that is not personal, such as a band of it.',
    })
  }
  if (declared !== undefined) return { kind: 'property', event, property, measured }
  const properties = definition === undefined ? [] : Object.keys(definition.properties).map(one => `${event}.${one}`)
  const known = definition === undefined ? [...contextFields] : properties
  throw problem('invalid-request', {
    errors: [{ path: '/dimension', message: `there is no dimension ${name}` }],
    hint: `Use a field of the context or EVENT.PROPERTY, such as ${known.join(', ')}.`,
  })
}
