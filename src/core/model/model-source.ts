import type { Model } from '../../contract/model.ts'
import { type Literal, literalText } from './literal-text.ts'
import { mapped } from './mapped.ts'
import { metricSource } from './metric-source.ts'
import { type ShortModel, shortModel } from './shorthand.ts'

type ShortProperty = NonNullable<NonNullable<ShortModel['events']>[string]['properties']>[string]

/** Calls one of the functions of `@assay/sdk/model`, as source text. */
export type CallText = (name: string, ...given: (Literal | undefined)[]) => string

/** A model as a TypeScript file that says the same, to be reviewed like code. */
export function modelSource(model: Model): string {
  const { events = {}, dimensions = {}, metrics = {}, ...project } = shortModel(model)
  const used = new Set<string>()
  const call: CallText = (name, ...given) => {
    used.add(name)
    return `${name}(${given.flatMap(one => (one === undefined ? [] : [literalText(one)])).join(', ')})`
  }
  const written: { [part: string]: Literal | undefined } = {
    ...project,
    events: mapped(events, ({ properties, ...event }) => ({
      ...(event as { [field: string]: Literal }),
      properties: properties && mapped(properties, property => propertySource(property, call)),
    })),
    dimensions: Object.keys(dimensions).length === 0 ? undefined : (dimensions as Literal),
    metrics: Object.keys(metrics).length === 0 ? undefined : mapped(metrics, metric => metricSource(metric, call)),
  }
  const body = call('model', () => literalText(written, '', 'export default model('.length))
  return `${importText([...used].sort())}\n\nexport default ${body}\n`
}

function importText(names: readonly string[]): string {
  const from = " from '@assay/sdk/model'"
  const flat = `import { ${names.join(', ')} }${from}`
  return flat.length <= 120 ? flat : `import {\n${names.map(name => `  ${name},\n`).join('')}}${from}`
}

function propertySource(property: ShortProperty, call: CallText): Literal {
  if (typeof property !== 'object' || !('type' in property) || property.privacy === undefined)
    return property as Literal
  const { type, required, description, values, privacy, ...rest } = property
  const { class: level, treatment, purpose, retention } = privacy
  if (values !== undefined || required !== undefined || Object.keys(rest).length > 0) return property as Literal
  const options = { purpose, retention, description }
  const said = Object.values(options).some(option => option !== undefined)
  return () => call(level, type, treatment, said ? options : undefined)
}
