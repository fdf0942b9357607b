import type { CompiledFlag, Configuration } from '../src/contract/configuration.ts'

/** Who asks, in every contestant's own form made from this. */
export type User = { id: string; age: number; country: string }

/** What a rule asks: older than, and from one of these countries. */
export type RuleCase = { above: number; countries: string[] }

/** A flag: all rules but the last serve `off`, the last one splits half and half. */
export type FlagCase = { key: string; rules: RuleCase[] }

/** The work all contestants do. Each rule reads both attributes of every user; only the last one matches. */
export type Case = { name: string; flags: FlagCase[]; users: User[]; aims: Aims }

/** What evaluating is to cost, and how much faster than the fastest peer it is to be. */
export type Aims = { detailsNs: number; exposuresNs: number; ratio: number }

const countries = ['DE', 'AT', 'CH']
const elsewhere = ['FR', 'IT', 'ES', 'PT', 'NL', 'BE', 'DK', 'SE', 'NO']
const users = Array.from({ length: 1000 }, (_, i) => ({
  id: `user-${1_000_000 + i * 7919}`,
  age: 66 + (i % 30),
  country: countries[i % countries.length] ?? '',
}))

/** One flag with one rule, and a hundred flags with ten rules each. */
export const cases: Case[] = [
  {
    name: '1 rule, 1 flag',
    flags: [{ key: 'checkout', rules: [{ above: 65, countries }] }],
    users,
    aims: { detailsNs: 100, exposuresNs: 150, ratio: 5 },
  },
  {
    name: '10 rules, 100 flags',
    flags: Array.from({ length: 100 }, (_, flag) => ({
      key: `flag-${flag}`,
      rules: Array.from({ length: 10 }, (_, rule) =>
        rule === 9
          ? { above: 65, countries }
          : { above: 50 + rule, countries: [0, 1, 2].map(i => elsewhere[(rule + flag + i) % elsewhere.length] ?? '') },
      ),
    })),
    users,
    aims: { detailsNs: 600, exposuresNs: 900, ratio: 4 },
  },
]

/** The key of the flag whose last rule runs an experiment. */
export function experimentKey(key: string): string {
  return `${key}-experiment`
}

const variants = [
  { variant: 'on', weight: 50 },
  { variant: 'off', weight: 50 },
]

/** A case as a configuration, every flag twice: with a rollout, which logs nothing, and with an experiment. */
export function configurationOf({ flags }: Case): Configuration {
  const experiment = (key: string) => ({
    unit: 'user',
    phase: 1,
    layerSalt: `${key}.layer`,
    slots: [[0, 100_000] as [number, number]],
    salt: `${key}.1`,
    variants,
    holdouts: [],
  })
  const rollout = { rollout: { coverage: 100, unit: 'user', variants } }
  return {
    format: 1,
    hash: 'murmur3-32',
    project: 'bench',
    environment: 'bench',
    version: 'bench',
    units: { user: 'user_id' },
    attributes: { age: 'number', country: 'string' },
    audiences: {},
    lists: {},
    holdouts: {},
    experiments: Object.fromEntries(flags.map(({ key }) => [key, experiment(key)])),
    flags: Object.fromEntries(
      flags.flatMap(flag => [
        [flag.key, flagOf(flag, rollout)],
        [experimentKey(flag.key), flagOf(flag, { experiment: flag.key })],
      ]),
    ),
  }
}

function flagOf({ rules }: FlagCase, last: CompiledFlag['rules'][number]['serve']): CompiledFlag {
  return {
    type: 'boolean',
    on: true,
    off: 'off',
    fallthrough: 'off',
    variants: { on: true, off: false },
    prerequisites: [],
    rules: rules.map(({ above, countries: values }, i) => ({
      id: `rule-${i}`,
      condition: {
        all: [
          { attribute: 'age', op: '>', value: above },
          { attribute: 'country', op: 'one-of', values },
        ],
      },
      serve: i < rules.length - 1 ? { variant: 'off' } : last,
    })),
  }
}
