import { setImmediate } from 'node:timers/promises'
import type { Configuration } from '../contract/configuration.ts'
import type { Flag } from '../contract/flag.ts'
import type { Count } from '../contract/traffic.ts'
import { traffic } from '../contract/understanding-routes.ts'
import { type ConfigurationSources, configurationOf } from '../core/evaluate/configuration.ts'
import type { Context } from '../core/evaluate/context.ts'
import { attributesBefore, attributesIn, trafficThrough } from '../core/evaluate/traffic.ts'
import { type Approval, approve } from '../core/model/approval.ts'
import { find, projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import type { Snapshot } from '../store/control/control-store.ts'
import { sourcesIn } from './configuration.ts'

const dayMs = 86_400_000
const unitsMax = 10_000
/** Units tried before others get their turn. */
const atOnce = 1000

/** Whom targeting would meet, by the units that events were seen of lately. */
export function serveTraffic(server: Server): void {
  const { control, events, now } = server.platform

  serve(server, traffic.flag, async ({ params, body }) => {
    const { environment, days } = body
    const project = projectOf(control, params)
    const snapshot = control.snapshot(project)
    const { definition: flag } = find(control, 'flags', params)
    const kept = flag.environments[environment]
    const targeting = body.targeting ?? kept ?? { on: false, rules: [], fallthrough: flag.off }
    const draft = { ...flag, environments: { ...flag.environments, [environment]: targeting } }
    const configuration = compiled(snapshot, project, environment, draft)
    refuseUnlessApproved(approve('flags', snapshot, flag, draft))
    const seen = await seenUnits(project, environment, days)
    const through = trafficThrough(configuration, flag.key)
    await tryAll(through, seen.contexts)
    const exposed = await events.exposedByRule(project, environment, flag.key, now() - days * dayMs)
    const { units, prerequisitesUnmet, rules, fellThrough } = through.tried()
    const countOf = (count: number, untold: string | undefined) => counted(count, units, untold)
    const needed = attributesBefore(configuration, flag.key)
    const read = new Set(needed)
    const unmet = countOf(prerequisitesUnmet, untoldOf(needed, seen.told))
    let before = after(untoldOf(needed, seen.told), 'who meets the prerequisites')
    const counts = targeting.rules.map(({ id, condition }) => {
      const attributes = attributesIn(configuration, condition)
      for (const attribute of attributes) read.add(attribute)
      const untold = before ?? untoldOf(attributes, seen.told)
      before = after(untold, `whom rule ${id} catches`, before)
      const { caught = 0, served = 0 } = rules.get(id) ?? {}
      const met = exposed.get(id)
      return {
        rule: id,
        caught: countOf(caught, untold),
        served: countOf(served, untold),
        ...(met === undefined ? {} : { exposed: met }),
      }
    })
    return {
      body: {
        environment,
        days,
        sample: { seen: seen.seen, units },
        attributes: knownAttributes(read, seen.told),
        on: targeting.on,
        prerequisites: unmet,
        rules: counts,
        fellThrough: countOf(fellThrough, before),
      },
    }
  })

  serve(server, traffic.audience, async ({ params, body }) => {
    const { environment, days, condition } = body
    const project = projectOf(control, params)
    const snapshot = control.snapshot(project)
    const configuration = compiled(snapshot, project, environment, audienceFlag(environment, condition))
    refuseUnlessApproved(approve('audiences', snapshot, undefined, { key: audienceKey, name: audienceKey, condition }))
    const seen = await seenUnits(project, environment, days)
    const through = trafficThrough(configuration, audienceKey)
    await tryAll(through, seen.contexts)
    const { units, rules } = through.tried()
    const attributes = attributesIn(configuration, condition)
    return {
      body: {
        environment,
        days,
        sample: { seen: seen.seen, units },
        attributes: knownAttributes(attributes, seen.told),
        matched: counted(rules.get(audienceKey)?.caught ?? 0, units, untoldOf(attributes, seen.told)),
      },
    }
  })

  /** Recent units as contexts, and of how many of them each attribute is told. */
  async function seenUnits(project: string, environment: string, days: number) {
    const { units: unitFields } = find(control, 'projects', { key: project }).definition
    const { seen, units } = await events.seenUnits(project, environment, now() - days * dayMs, unitsMax)
    const told = new Map<string, number>()
    const contexts = units.map((unit): Context => {
      const user = unit[unitFields.user ?? 'user_id']
      const context = user === undefined ? unit : { targetingKey: user, ...unit }
      for (const attribute of Object.keys(context)) told.set(attribute, (told.get(attribute) ?? 0) + 1)
      return context
    })
    return { seen, contexts, told }
  }
}

/** The name of the audience tried, and of the one flag and its one rule that stand for it; nobody can have taken it. */
const audienceKey = '(draft)'

function audienceFlag(
  environment: string,
  condition: NonNullable<Flag['environments'][string]['rules'][number]['condition']>,
): Flag {
  const rule = { id: audienceKey, condition, serve: { variant: 'in' } }
  return {
    key: audienceKey,
    name: audienceKey,
    type: 'boolean',
    variants: [
      { key: 'in', value: true },
      { key: 'out', value: false },
    ],
    off: 'out',
    prerequisites: [],
    environments: { [environment]: { on: true, rules: [rule], fallthrough: 'out' } },
  }
}

/** The configuration of servers with a flag as drafted, and switched on: what it would do is asked, not what it does. */
function compiled(snapshot: Snapshot, project: string, environment: string, draft: Flag): Configuration {
  const sources = sourcesIn(snapshot, project, environment)
  if (sources === undefined) throw problem('not-found', { detail: `there is no environment ${environment}` })
  const targeting = draft.environments[environment]
  const flag = targeting === undefined ? draft : withTargeting(draft, environment, { ...targeting, on: true })
  const others: ConfigurationSources['flags'] = sources.flags.filter(({ key }) => key !== draft.key)
  return configurationOf({ ...sources, flags: [...others, flag] }, 'server')
}

function refuseUnlessApproved(approval: Approval<'flags'> | Approval<'audiences'>): void {
  if ('record' in approval) return
  throw problem('invalid-definition', { errors: 'invalid' in approval ? approval.invalid : approval.blocked })
}

function withTargeting(flag: Flag, environment: string, targeting: Flag['environments'][string]): Flag {
  return { ...flag, environments: { ...flag.environments, [environment]: targeting } }
}

async function tryAll(through: ReturnType<typeof trafficThrough>, contexts: readonly Context[]): Promise<void> {
  for (const [index, context] of contexts.entries()) {
    if (index % atOnce === atOnce - 1) await setImmediate()
    through.tryOn(context)
  }
}

function counted(units: number, all: number, untold: string | undefined): Count {
  if (untold !== undefined) return { unavailable: untold }
  return all === 0 ? { unavailable: 'no unit was seen in that time' } : { units, share: units / all }
}

/** Why nothing that comes later can be told: it is not known whom this left over. The first reason stays. */
function after(untold: string | undefined, whom: string, first?: string): string | undefined {
  return first ?? (untold === undefined ? undefined : `${whom} cannot be told: ${untold}`)
}

/** Why units cannot be told apart by some attributes, undefined when they can. */
function untoldOf(attributes: ReadonlySet<string>, told: ReadonlyMap<string, number>): string | undefined {
  const untold = [...attributes].filter(attribute => !told.has(attribute))
  if (untold.length === 0 || told.size === 0) return undefined
  return untold.length === 1
    ? `attribute ${untold[0]} is not part of stored events`
    : `attributes ${untold.join(', ')} are not part of stored events`
}

function knownAttributes(attributes: ReadonlySet<string>, told: ReadonlyMap<string, number>) {
  return [...attributes].map(attribute => ({ attribute, units: told.get(attribute) ?? 0 }))
}
