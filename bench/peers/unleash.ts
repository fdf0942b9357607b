import type { Case, User } from '../evaluate-case.ts'

type Library = {
  Unleash: new (
    options: object,
  ) => {
    once: (event: string, listener: () => void) => void
    getVariant: (flag: string, context: object) => { name: string }
    destroy: () => void
  }
  InMemStorageProvider: new () => unknown
}

/** Unleash's client for servers, started from data at hand and without metrics. */
export async function unleash({ flags }: Case, load: (name: 'unleash-client') => unknown) {
  const { Unleash, InMemStorageProvider } = load('unleash-client') as Library
  const arm = (name: string) => ({
    name,
    weight: 500,
    weightType: 'variable',
    stickiness: 'userId',
    payload: { type: 'string', value: name },
  })
  const data = flags.map(({ key, rules }) => ({
    name: key,
    enabled: true,
    variants: [],
    strategies: rules.map(({ above, countries }, i) => ({
      name: 'flexibleRollout',
      parameters: { rollout: '100', stickiness: 'userId', groupId: key },
      constraints: [
        { contextName: 'age', operator: 'NUM_GT', value: String(above) },
        { contextName: 'country', operator: 'IN', values: countries },
      ],
      variants: i === rules.length - 1 ? [arm('on'), arm('off')] : [{ ...arm('off'), weight: 1000 }],
    })),
  }))
  const client = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:9/',
    refreshInterval: 0,
    disableMetrics: true,
    disableAutoStart: false,
    storageProvider: new InMemStorageProvider(),
    bootstrap: { data },
    skipInstanceCountWarning: true,
  })
  await new Promise<void>(resolve => client.once('ready', resolve))
  return {
    contextOf: ({ id, age, country }: User) => ({ userId: id, properties: { age: String(age), country } }),
    evaluate: (flag: string, context: object) => client.getVariant(flag, context).name === 'on',
    close: () => client.destroy(),
  }
}
