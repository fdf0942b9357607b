import type { Case, User } from '../evaluate-case.ts'

type Library = {
  GrowthBookClient: new (
    options: object,
  ) => {
    initSync: (options: object) => unknown
    evalFeature: (flag: string, context: object) => { value: unknown }
  }
}

/** GrowthBook's client for many users; with a callback its experiments are tracked, without one nothing is. */
export function growthbook({ flags }: Case, load: (name: '@growthbook/growthbook') => unknown, track: boolean) {
  const { GrowthBookClient } = load('@growthbook/growthbook') as Library
  const seen = new Set<string>()
  const trackingCallback = (
    experiment: { key: string },
    _result: unknown,
    { attributes }: { attributes: { id: string } },
  ) => {
    seen.add(`${experiment.key}.${attributes.id}`)
  }
  const client = new GrowthBookClient(track ? { trackingCallback } : {})
  const features = Object.fromEntries(
    flags.map(({ key, rules }) => [
      key,
      {
        defaultValue: false,
        rules: rules.map(({ above, countries }, i) => ({
          condition: { age: { $gt: above }, country: { $in: countries } },
          ...(i === rules.length - 1
            ? { key, hashAttribute: 'id', variations: [true, false], weights: [0.5, 0.5], coverage: 1 }
            : { force: false }),
        })),
      },
    ]),
  )
  client.initSync({ payload: { features } })
  return {
    contextOf: (user: User) => ({ attributes: user }),
    evaluate: (flag: string, context: object) => client.evalFeature(flag, context).value === true,
  }
}
