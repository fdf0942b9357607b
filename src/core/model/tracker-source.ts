import type { Property } from '../../contract/event-definition.ts'
import type { Model, ModelEvent } from '../../contract/model.ts'
import { Project } from '../../contract/project.ts'
import { quotedText } from './literal-text.ts'

const usualUnits = Project.shape.units.parse(undefined)
const clientImport = "import type { Client } from '@assay/sdk'"

/**
 * A TypeScript file that types `track`: one overload for each event, so that a wrong or missing property does not compile.
 * `version` says in the file which model it was made of.
 */
export function trackerSource({ units = usualUnits, events }: Model, version: string): string {
  const names = Object.keys(events).sort()
  const each = (line: (name: string, event: ModelEvent) => string) =>
    names.map(name => line(name, events[name] as ModelEvent)).join('')
  const priorities = names.filter(name => events[name]?.priority !== 'normal')
  return `// Made by assay codegen from model ${version.slice(0, 12)}; change the model and run it again.
${clientImport}

/** Whom an event is about; ids the client knows already may be left out. */
export type Units = { ${[...new Set(Object.values(units))].map(field => `readonly ${field}?: string`).join('; ')} }

/** The properties of every event. */
export type Events = {
${each((name, event) => `${documented(commentOf(event), '  ')}  readonly ${name}: ${propertiesText(event)}\n`)}}

/** Records one event; what it needs is what the measurement model says. */
export type Track = {
${each((name, event) => `${documented(commentOf(event), '  ')}  ${signature(name, event)}\n`)}}

const priorities = new Map<string, 'high' | 'low'>([
${priorities.map(name => `  ['${name}', '${events[name]?.priority}'],\n`).join('')}])

/** The \`track\` of a client, typed. */
export function createTracker(client: Pick<Client, 'track'>): Track {
  return (event: string, units?: Units, properties?: Parameters<Client['track']>[2]) => {
    client.track(event, units as Readonly<Record<string, string>> | undefined, properties, priorities.get(event) ?? 'normal')
  }
}
`
}

function signature(name: string, { properties }: ModelEvent): string {
  const own = Object.values(properties)
  if (own.length === 0) return `(event: '${name}', units?: Units): void`
  if (own.some(({ required }) => required))
    return `(event: '${name}', units: Units, properties: Events['${name}']): void`
  return `(event: '${name}', units?: Units, properties?: Events['${name}']): void`
}

function propertiesText({ properties }: ModelEvent): string {
  const lines = Object.entries(properties).map(([name, property]) => {
    const about = documented(aboutProperty(property), '    ')
    return `${about}    readonly ${name}${property.required ? '' : '?'}: ${typeText(property)}\n`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}  }`
}

function typeText({ type, values }: Property): string {
  if (values !== undefined) return values.map(quotedText).join(' | ')
  if (type === 'integer') return 'number'
  return type === 'timestamp' ? 'string | number' : type
}

function commentOf({ description, trigger, source }: ModelEvent): string[] {
  return [
    ...(description === undefined ? [] : [description]),
    ...(trigger === undefined ? [] : [`Sent when: ${trigger}.`]),
    ...(source === 'any' ? [] : [`Taken from ${source}s only.`]),
  ]
}

function aboutProperty({ type, description, privacy }: Property): string[] {
  return [
    ...(description === undefined ? [] : [description]),
    ...(type === 'integer'
      ? ['A whole number.']
      : type === 'timestamp'
        ? ['ISO 8601, or milliseconds since 1970.']
        : []),
    ...(privacy === undefined ? [] : [`${privacy.class}: ${privacy.treatment} before it is kept.`]),
  ]
}

function documented(sentences: readonly string[], indent: string): string {
  if (sentences.length === 0) return ''
  const text = sentences.join(' ').replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')
  return `${indent}/** ${text} */\n`
}
