import type { PropertyType } from '../../contract/event-definition.ts'
import { access, lifecycle, resources } from '../../contract/routes.ts'
import { type ApiClient, isApiFailure } from '../../http/client.ts'
import { slug, snake, type UnitMapping } from './mapping.ts'
import type { Profile } from './profile.ts'

export type Target = { project: string; environment: string; experiment: string }

/** Runs a creation that may have happened before: an import can be repeated. */
export async function unlessThere<T>(creation: Promise<T>): Promise<T | undefined> {
  try {
    return await creation
  } catch (error) {
    if (isApiFailure(error) && error.details.type === '/problems/already-exists') return undefined
    throw error
  }
}

export async function ensureProject(call: ApiClient, project: string): Promise<void> {
  await unlessThere(call(resources.projects.create, { params: {}, body: { key: project, name: project } }))
}

/** Creates what the rows of a unit file are about: events, metrics, a flag that holds the variants, and the experiment, started. */
export async function ensureExperiment(
  call: ApiClient,
  target: Target,
  mapping: UnitMapping,
  profile: Profile,
  startedAtMs: number,
): Promise<void> {
  const { project, environment, experiment } = target
  const params = { project }
  for (const outcome of Object.keys(mapping.outcomes)) {
    const event = {
      key: snake(outcome),
      owner: 'import',
      purpose: 'experimentation',
      properties: { value: { type: 'number' as const, required: true } },
    }
    await unlessThere(call(resources.events.create, { params, body: event }))
  }
  const metrics = metricsOf(mapping)
  for (const metric of metrics) await unlessThere(call(resources.metrics.create, { params, body: metric }))
  const values = variantValues(mapping, profile)
  const flag = {
    key: experiment,
    name: experiment,
    type: 'string' as const,
    variants: values.map(value => ({ key: slug(value), name: value, value })),
    off: slug(mapping.control),
    environments: { [environment]: { on: false, fallthrough: slug(mapping.control) } },
  }
  await unlessThere(call(resources.flags.create, { params, body: flag }))
  const created = await unlessThere(
    call(resources.experiments.create, {
      params,
      body: {
        key: experiment,
        name: experiment,
        assignment: 'external',
        flag: experiment,
        environment,
        variants: weightsOf(mapping, values),
        control: slug(mapping.control),
        metrics: metrics.map(({ key }) => ({ metric: key, role: 'secondary' as const })),
        analysis: { mode: 'fixed', prePeriodDays: Object.keys(mapping.before).length > 0 ? 1 : 0 },
      },
    }),
  )
  if (!created) return
  await call(lifecycle.start, {
    params: { project, key: experiment },
    query: { at: new Date(startedAtMs).toISOString(), why: 'imported: the outcomes arrive with the exposures' },
    ifMatch: created.etag ?? '',
  })
}

/** The values of the variant column, the control first. */
export function variantValues(mapping: UnitMapping, profile: Profile): string[] {
  const found = [...(profile.columns.find(column => column.name === mapping.variant)?.texts?.keys() ?? [])]
  return [mapping.control, ...found.filter(value => value !== mapping.control).sort()]
}

function metricsOf(mapping: UnitMapping) {
  const total = (outcome: string) => ({ event: snake(outcome), property: 'value' })
  return [
    ...Object.entries(mapping.outcomes).map(([outcome, kind]) => ({
      key: slug(outcome),
      name: outcome,
      formula: kind === 'proportion' ? { kind, event: snake(outcome) } : { kind, total: total(outcome) },
    })),
    ...Object.entries(mapping.ratios).map(([key, { numerator, denominator }]) => ({
      key,
      name: `${numerator} per ${denominator}`,
      formula: { kind: 'ratio' as const, numerator: total(numerator), denominator: total(denominator) },
    })),
  ]
}

/** The designed shares; without any, equal ones, the rounding going to the control. */
function weightsOf(mapping: UnitMapping, values: string[]) {
  const { weights } = mapping
  if (weights) return values.map(value => ({ variant: slug(value), weight: weights[value] ?? 0 }))
  const share = Math.floor(100_000 / values.length)
  return values.map((value, index) => ({
    variant: slug(value),
    weight: (index === 0 ? 100_000 - share * (values.length - 1) : share) / 1000,
  }))
}

/** What the known events of a project hold. */
export async function propertyTypes(
  call: ApiClient,
  project: string,
): Promise<Map<string, Record<string, { type: PropertyType }>>> {
  const types = new Map<string, Record<string, { type: PropertyType }>>()
  let cursor: string | undefined
  do {
    const {
      body,
    }: {
      body: {
        items: { key: string; properties: Record<string, { type: PropertyType }> }[]
        nextCursor?: string | undefined
      }
    } = await call(resources.events.list, {
      params: { project },
      query: cursor === undefined ? {} : { cursor },
    })
    for (const { key, properties } of body.items) types.set(key, properties)
    cursor = body.nextCursor
  } while (cursor !== undefined)
  return types
}

/** A key that may send events into an environment, for the length of one import. */
export async function importKey(
  call: ApiClient,
  { project, environment }: Target,
): Promise<{ id: string; secret: string }> {
  const { body } = await call(access.createKey, { body: { kind: 'server', name: 'import', project, environment } })
  return body
}
