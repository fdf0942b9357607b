import type { EventDefinition, Property } from '../../contract/event-definition.ts'

const examples: Record<Property['type'], string> = {
  string: "'…'",
  number: '59.9',
  integer: '1',
  boolean: 'true',
  timestamp: "'2026-11-23T10:15:00Z'",
}

/** How an app records an event with the SDK: every required property, and the optional ones with a mark. */
export function trackExample({ key, source, properties }: EventDefinition): string {
  const entry = source === 'server' ? '@assay/sdk/node' : '@assay/sdk'
  const lines = Object.entries(properties).map(
    ([name, property]) => `  ${name}: ${exampleOf(property)},${property.required ? '' : ' // optional'}`,
  )
  const given = lines.length === 0 ? '' : `, {\n${lines.join('\n')}\n}`
  return `import { createClient } from '${entry}'

const assay = createClient({
  url: '${location.origin}',
  key: 'YOUR_KEY',
})

assay.track('${key}', { user_id: 'user-1' }${given})`
}

/** The same without an SDK, for any language. */
export function curlExample({ key, properties }: EventDefinition): string {
  const values = Object.entries(properties).map(
    ([name, property]) => `"${name}": ${exampleOf(property).replaceAll("'", '"')}`,
  )
  return `curl ${location.origin}/v1/events \\
  -H 'Authorization: Bearer YOUR_KEY' \\
  -H 'Content-Type: application/json' \\
  -d '[{"id": "a-new-id-for-each-event", "event": "${key}", "time": "2026-11-23T10:15:00Z",
       "user_id": "user-1", "properties": {${values.join(', ')}}}]'`
}

function exampleOf({ type, values }: Property): string {
  const [first] = values ?? []
  return first === undefined ? examples[type] : `'${first.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
