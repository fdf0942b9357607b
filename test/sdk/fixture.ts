import type { CompiledFlag, Configuration } from '../../src/contract/configuration.ts'

/** A flag of type boolean with the rules given. */
export function booleanFlag(rules: CompiledFlag['rules'], rest: Partial<CompiledFlag> = {}): CompiledFlag {
  const variants = { on: true, off: false }
  return { type: 'boolean', on: true, off: 'off', fallthrough: 'off', variants, prerequisites: [], rules, ...rest }
}

/** A configuration with the flags given and one experiment, `checkout`, half and half over all users. */
export function configurationWith(flags: Configuration['flags'], rest: Partial<Configuration> = {}): Configuration {
  return {
    format: 1,
    hash: 'murmur3-32',
    project: 'shop',
    environment: 'production',
    version: 'v1',
    units: { user: 'user_id', device: 'device_id' },
    attributes: { age: 'number', country: 'string' },
    audiences: {},
    lists: {},
    holdouts: {},
    experiments: {
      checkout: {
        unit: 'user',
        phase: 2,
        layerSalt: 'checkout.layer',
        slots: [[0, 100_000]],
        salt: 'checkout.2',
        variants: [
          { variant: 'on', weight: 50 },
          { variant: 'off', weight: 50 },
        ],
        holdouts: [],
      },
    },
    flags,
    ...rest,
  }
}

/** One flag that runs the experiment for everybody above 65. */
export const checkoutConfiguration = configurationWith({
  'simple-checkout': booleanFlag([
    { id: 'seniors', condition: { attribute: 'age', op: '>', value: 65 }, serve: { experiment: 'checkout' } },
  ]),
  title: { ...booleanFlag([]), type: 'string', variants: { on: 'Hello', off: 'Bye' }, fallthrough: 'on' },
  limit: { ...booleanFlag([]), type: 'number', variants: { off: 7 } },
  layout: { ...booleanFlag([]), type: 'json', variants: { off: { columns: 2 } } },
})
