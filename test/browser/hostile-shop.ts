import { proposals } from '../../src/contract/model-routes.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { lifecycle, resources } from '../../src/contract/routes.ts'
import { people } from '../../src/contract/session-routes.ts'
import { flag as plainFlag } from '../../src/demo/shop.ts'
import type { Names } from './addresses.ts'
import type { Room } from './room.ts'

const project = 'hostile'
const params = { project }
/** Every hostile text there is. */
export const given: string[] = []

/** Text that would run or become an element wherever it is taken for more than text; it begins with where it was given. */
function hostile(where: string, lengthMax = 200): string {
  const number = given.length
  const run = `document.documentElement.dataset.ran=${number}`
  const shapes = [
    `<img src=x onerror="${run}">`,
    `"><svg onload="${run}"></svg>`,
    `</title></script><script>${run}</script>`,
    `'-${run}-'{{constructor.constructor('${run}')()}}`,
    `<a href="javascript:${run}" class="hostile">click</a>`,
  ]
  const text = `${where} ${shapes[number % shapes.length]}`.slice(0, lengthMax)
  given.push(text)
  return text
}

const nouns = { flag: 'probe', experiment: 'probing', audience: 'probed', metric: 'probe-rate', event: 'probe_sent' }

/** What of the hostile project every screen is looked at with. */
export const hostileNames: Names = {
  project,
  keys: {
    flags: nouns.flag,
    audiences: nouns.audience,
    experiments: nouns.experiment,
    events: nouns.event,
    metrics: nouns.metric,
    proposals: '00001',
    health: nouns.event,
  },
}

const home = `/p/${project}`
/** The same screens with what is shown only when asked for. */
export const hostileStates: Record<string, string[]> = {
  '/p/$project/flags/$key': ['tab=details', 'tab=measurement', 'history=yes'].map(
    state => `${home}/flags/${nouns.flag}?${state}`,
  ),
  '/p/$project/layers': [`${home}/layers?tab=holdouts`],
  '/p/$project/experiments/$key': [`${home}/experiments/${nouns.experiment}?history=yes`],
  '/p/$project/model/events/$key': ['rows', 'code', 'use', 'health'].map(
    tab => `${home}/model/events/${nouns.event}?tab=${tab}`,
  ),
}

/** Fills every text a person or an app may give with text that tries to be more, one project of everything. */
export async function setUpHostile(room: Room, nowMs: number): Promise<void> {
  const { call } = room
  await call(resources.projects.create, {
    params: {},
    body: { key: project, name: hostile('project'), description: hostile('project description') },
  })
  await setUpTargeting(room)
  await setUpModel(room)
  await setUpRun(room)
  await sendHostile(room, nowMs)
  const address = (part: string) => `https://example.com/?${part}=<img/src=x>`
  await call(resources.webhooks.create, {
    params,
    body: { key: 'hook', description: hostile('webhook'), url: address('hook') },
  })
  await room.key({ kind: 'client', name: hostile('key'), project, environment: 'production' })
  await call(people.create, { body: { name: hostile('member'), email: 'mallory@example.com', role: 'editor' } })
}

async function setUpTargeting({ call }: Room): Promise<void> {
  await call(resources.environments.create, {
    params,
    body: { key: 'hostile', name: hostile('environment'), description: hostile('environment description') },
  })
  const attribute = '<img src=x onerror="document.documentElement.dataset.ran=0">'
  await call(resources.attributes.create, {
    params,
    body: { key: attribute, type: 'string', description: hostile('attribute') },
  })
  await call(resources.lists.create, {
    params,
    body: { key: 'listed', name: hostile('list'), description: hostile('list text'), values: [hostile('list value')] },
  })
  await call(resources.audiences.create, {
    params,
    body: {
      key: nouns.audience,
      name: hostile('audience'),
      description: hostile('audience description'),
      condition: {
        all: [
          { attribute, op: 'equals', value: hostile('condition') },
          { attribute, op: 'exists' },
        ],
      },
    },
  })
  await call(resources.layers.create, {
    params,
    body: { key: 'layered', name: hostile('layer'), description: hostile('layer description') },
  })
  await call(resources.holdouts.create, {
    params,
    body: {
      key: 'held',
      name: hostile('holdout'),
      description: hostile('holdout description'),
      environment: 'production',
      coverage: 1,
      layers: ['layered'],
    },
  })
  await call(resources.flags.create, {
    params,
    query: { why: hostile('reason of the audit') },
    body: {
      ...plainFlag,
      key: nouns.flag,
      name: hostile('flag'),
      description: hostile('flag description'),
      owner: hostile('owner'),
      tags: [hostile('tag', 100)],
      variants: [
        { key: 'standard', name: hostile('variant'), value: hostile('variant value') },
        { key: 'simple', name: hostile('other variant'), value: hostile('other value') },
      ],
      environments: {
        production: {
          on: true,
          fallthrough: 'standard',
          rules: [probed],
        },
      },
      measurement: { goal: hostile('measurement goal'), metrics: [] },
    },
  })
}

const probed = {
  id: 'probed',
  description: hostile('rule'),
  condition: { audience: nouns.audience },
  serve: { variant: 'simple' },
}

const personal = { class: 'personal', treatment: 'keep' } as const

async function setUpModel({ call }: Room): Promise<void> {
  await call(resources.events.create, {
    params,
    query: { why: hostile('reason of an event') },
    body: {
      key: nouns.event,
      description: hostile('event'),
      owner: hostile('event owner'),
      purpose: hostile('event purpose'),
      trigger: hostile('trigger'),
      properties: {
        note: { type: 'string', required: true, description: hostile('property') },
        choice: { type: 'string', values: [hostile('allowed value')] },
        email: { type: 'string', privacy: { ...personal, purpose: hostile('privacy purpose') } },
        phone: { type: 'string', privacy: { ...personal, purpose: hostile('pending purpose') } },
      },
    },
  })
  await call(privacy.decide, {
    params: { ...params, event: nouns.event, property: 'email' },
    body: { outcome: 'approve', reason: hostile('review reason') },
    ifMatch: '"1"',
  })
  await call(resources.dimensions.create, {
    params,
    body: { key: 'note', name: hostile('dimension'), source: `${nouns.event}.note` },
  })
  await call(resources.metrics.create, {
    params,
    body: {
      key: nouns.metric,
      name: hostile('metric'),
      description: hostile('metric description'),
      owner: hostile('metric owner'),
      measure: '<b onclick=alert(1)>EUR</b>',
      formula: { kind: 'proportion', event: nouns.event, where: { note: [hostile('where')] } },
    },
  })
  await call(proposals.create, {
    params,
    body: {
      title: hostile('proposal'),
      why: hostile('why of a proposal'),
      events: { later: { owner: hostile('later owner'), description: hostile('later') } },
    },
  })
}

async function setUpRun({ call }: Room): Promise<void> {
  await call(resources.experiments.create, {
    params,
    body: {
      key: nouns.experiment,
      name: hostile('experiment'),
      hypothesis: hostile('hypothesis'),
      goal: hostile('goal'),
      owner: hostile('experiment owner'),
      flag: nouns.flag,
      environment: 'production',
      layer: 'layered',
      variants: [
        { variant: 'standard', weight: 50 },
        { variant: 'simple', weight: 50 },
      ],
      control: 'standard',
      metrics: [{ metric: nouns.metric, role: 'success' }],
    },
  })
  await call(resources.flags.change, {
    params: { ...params, key: nouns.flag },
    body: {
      environments: {
        production: {
          rules: [probed, { id: 'rest', description: hostile('second rule'), serve: { experiment: nouns.experiment } }],
        },
      },
    },
    query: { why: hostile('reason of a change') },
    ifMatch: '"1"',
  })
  const of = { ...params, key: nouns.experiment }
  const why = { query: { why: hostile('reason of a start') } }
  const running = await call(lifecycle.start, { params: of, ...why, ifMatch: '"1"' })
  const variants = [
    { variant: 'standard', weight: 40 },
    { variant: 'simple', weight: 60 },
  ]
  await call(lifecycle.phase, {
    params: of,
    ifMatch: running.etag ?? '',
    body: { variants, reason: hostile('reason of a phase') },
  })
}

/** Events whose values, units and names are hostile: valid ones, and some kept aside with what was wrong with them. */
export async function sendHostile(room: Pick<Room, 'key' | 'send'>, nowMs: number): Promise<void> {
  const key = await room.key({ kind: 'server', name: 'app', project, environment: 'production' })
  const events = Array.from({ length: 12 }, (_, index) => ({
    id: `hostile-${nowMs}-${index}`,
    event: index % 4 === 1 ? hostile('event name', 100) : nouns.event,
    time: nowMs - index * 60_000,
    user_id: hostile('unit'),
    context: { platform: hostile('platform'), sdk_version: hostile('version'), country: '<b>DE</b>' },
    properties: {
      ...(index % 4 === 2 ? {} : { note: hostile('value') }),
      email: hostile('personal value'),
      ...(index % 4 === 0 ? { choice: hostile('not allowed') } : {}),
      [index % 4 === 3 ? '<img src=x>' : 'more']: hostile('more'),
    },
  }))
  await room.send(key, events)
}
