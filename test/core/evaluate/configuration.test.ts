import { expect, test } from 'vitest'
import { Audience } from '../../../src/contract/audience.ts'
import { Configuration } from '../../../src/contract/configuration.ts'
import { ExperimentRecord } from '../../../src/contract/experiment.ts'
import { Flag } from '../../../src/contract/flag.ts'
import { Project } from '../../../src/contract/project.ts'
import { compile } from '../../../src/core/evaluate/compile.ts'
import { type ConfigurationSources, configurationOf } from '../../../src/core/evaluate/configuration.ts'
import { versionOf } from '../../../src/core/evaluate/version.ts'

function flag(key: string, rules: object[], rest: object = {}): Flag {
  return Flag.parse({
    key,
    name: key,
    description: 'secret plans',
    type: 'boolean',
    variants: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    off: 'off',
    environments: { production: { on: true, rules, fallthrough: 'off' } },
    ...rest,
  })
}

function experiment(key: string, status: string, rest: object = {}): ExperimentRecord {
  const variants = [
    { variant: 'on', weight: 50 },
    { variant: 'off', weight: 50 },
  ]
  const phases = [1, 2].map(number => ({
    number,
    salt: `${key}.${number}`,
    layerSalt: 'layer-salt',
    slots: [[0, 1000 * number]],
    variants,
    startedAt: '2026-11-23T10:00:00Z',
  }))
  const base = {
    key,
    name: key,
    flag: 'seniors',
    environment: 'production',
    variants,
    control: 'off',
    run: { status, phases },
  }
  return ExperimentRecord.parse({ ...base, ...rest })
}

const on = { variant: 'on' }
const sources: ConfigurationSources = {
  project: Project.parse({ key: 'shop', name: 'Shop' }),
  environment: 'production',
  flags: [
    flag('seniors', [
      { id: 'old', description: 'hush', condition: { audience: 'above-65' }, serve: { experiment: 'checkout' } },
      { id: 'draft', serve: { experiment: 'draft' } },
    ]),
    flag('listed', [{ id: 'ids', condition: { not: { audience: 'staff' } }, serve: on }]),
    flag('private', [{ id: 'rich', condition: { attribute: 'income', op: '>', value: 1 }, serve: on }]),
    flag('needs-listed', [], {
      prerequisites: [
        { flag: 'needs-nothing', variants: ['on'] },
        { flag: 'listed', variants: ['on'] },
      ],
    }),
    flag('needs-needs-listed', [], { prerequisites: [{ flag: 'needs-listed', variants: ['on'] }] }),
    flag('needs-nothing', []),
    flag('listed-but-off', [], {
      environments: {
        production: {
          on: false,
          rules: [{ id: 'ids', condition: { audience: 'staff' }, serve: on }],
          fallthrough: 'on',
        },
      },
    }),
    flag('elsewhere', [], { environments: {} }),
  ],
  audiences: [
    { key: 'above-65', name: 'Above 65', condition: { attribute: 'age', op: '>', value: 65 } },
    { key: 'staff', name: 'Staff', condition: { audience: 'listed-people' } },
    { key: 'listed-people', name: 'Listed', condition: { attribute: 'email', op: 'in-list', list: 'staff' } },
    { key: 'unused', name: 'Unused', condition: { attribute: 'age', op: '<', value: 5 } },
  ].map(audience => Audience.parse(audience)),
  lists: [
    { key: 'staff', name: 'Staff', values: ['ada@example.com'] },
    { key: 'unused', name: 'Unused', values: ['bob@example.com'] },
  ],
  attributes: [
    { key: 'age', type: 'number', private: false },
    { key: 'income', type: 'number', private: true },
  ],
  experiments: [experiment('checkout', 'running', { layer: 'main' }), experiment('draft', 'draft')],
  layers: [{ key: 'main', name: 'Main' }],
  holdouts: [
    { key: 'everything', name: 'Everything', environment: 'production', unit: 'user', coverage: 5 },
    {
      key: 'main-only',
      name: 'Main',
      environment: 'production',
      unit: 'user',
      coverage: 1,
      layers: ['main'],
      salt: 's',
    },
    { key: 'other-layer', name: 'Other', environment: 'production', unit: 'user', coverage: 1, layers: ['other'] },
    { key: 'staging', name: 'Staging', environment: 'staging', unit: 'user', coverage: 1 },
  ],
}

test('a configuration is what its contract says, for servers and for clients', () => {
  for (const audience of ['server', 'client'] as const) {
    const configuration = configurationOf(sources, audience)
    expect(Configuration.parse(configuration)).toEqual(configuration)
  }
})

test('a server gets what its flags need and nothing else', () => {
  const { audiences, lists, experiments, holdouts, attributes, flags } = configurationOf(sources, 'server')
  expect(Object.keys(audiences)).toEqual(['above-65', 'staff', 'listed-people'])
  expect(lists).toEqual({ staff: ['ada@example.com'] })
  expect(attributes).toEqual({ age: 'number', income: 'number' })
  expect(experiments).toMatchObject({
    checkout: {
      phase: 2,
      salt: 'checkout.2',
      layerSalt: 'layer-salt',
      slots: [[0, 2000]],
      holdouts: ['everything', 'main-only'],
    },
  })
  expect(Object.keys(experiments)).toEqual(['checkout'])
  expect(holdouts).toEqual({
    everything: { unit: 'user', coverage: 5, salt: 'holdout:everything' },
    'main-only': { unit: 'user', coverage: 1, salt: 's' },
  })
  expect(Object.values(flags).some(each => each.withheld)).toBe(false)
})

test('a client gets no list, no private attribute, no description and no flag that needs them', () => {
  const configuration = configurationOf(sources, 'client')
  const text = JSON.stringify(configuration)
  for (const secret of ['ada@example.com', 'income', 'secret plans', 'hush', 'listed-people', 'email'])
    expect(text).not.toContain(secret)
  const withheld = Object.entries(configuration.flags).flatMap(([key, each]) => (each.withheld ? key : []))
  expect(withheld).toEqual(['listed', 'private', 'needs-listed', 'needs-needs-listed'])
  expect(compile(configuration).resolve('private', {})).toMatchObject({ reason: 'ERROR', errorCode: 'GENERAL' })
})

test('a flag that is off or unknown to the environment serves off', () => {
  const evaluator = compile(configurationOf(sources, 'client'))
  for (const key of ['listed-but-off', 'elsewhere'])
    expect(evaluator.resolve(key, {})).toMatchObject({ variant: 'off', reason: 'DISABLED' })
})

test('the version changes with the content and with nothing else', () => {
  const { version } = configurationOf(sources, 'server')
  expect(version).toMatch(/^[0-9a-f]{16}$/)
  expect(configurationOf(structuredClone(sources), 'server').version).toBe(version)
  expect(configurationOf({ ...sources, lists: [{ key: 'staff', name: 'S', values: [] }] }, 'server').version).not.toBe(
    version,
  )
  expect(configurationOf({ ...sources, audiences: sources.audiences.slice(0, 3) }, 'server').version).toBe(version)
  expect(versionOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(versionOf({ b: [{ d: 3, c: 2 }], a: 1 }))
  expect(versionOf([1, 2])).not.toBe(versionOf([2, 1]))
})
