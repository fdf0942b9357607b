import { contextFields } from '../contract/event.ts'
import type { Dimension } from '../core/metrics/plan.ts'
import { problem } from '../http/problem.ts'
import type { Snapshot } from '../store/control/control-store.ts'

/** The dimension a name stands for: one of the model, a field of the context, or a property of an event; a problem when it is none. */
export function dimensionOf(snapshot: Snapshot, name: string, measured: 'before' | 'after'): Dimension {
  const source = snapshot.dimensions.get(name)?.definition.source ?? name
  if (contextFields.some(field => field === source)) return { kind: 'context', field: source }
  const [event = '', property = ''] = source.split('.')
  const definition = snapshot.events.get(event)?.definition
  const properties = definition?.properties ?? {}
  const declared = Object.hasOwn(properties, property) ? properties[property] : undefined
  // Segments are named by the values themselves.
  if (declared?.privacy !== undefined) {
    throw problem('invalid-request', {
      errors: [{ path: '/dimension', message: `${name} is personal; a breakdown would name its values` }],
      hint: 'Break down by a property that is not personal, such as a band of it.',
    })
  }
  if (declared !== undefined) return { kind: 'property', event, property, measured }
  const own = Object.keys(properties).map(one => `${event}.${one}`)
  const known = definition === undefined ? [...snapshot.dimensions.keys(), ...contextFields] : own
  throw problem('invalid-request', {
    errors: [{ path: '/dimension', message: `there is no dimension ${name}` }],
    hint: `Use a dimension of the model, a field of the context or EVENT.PROPERTY, such as ${known.join(', ')}.`,
  })
}
