import type { Case, User } from '../evaluate-case.ts'

type Library = {
  init: (key: string, options: object) => Client
  integrations: {
    TestData: new () => { usePreconfiguredFlag: (flag: object) => Promise<unknown>; getFactory: () => unknown }
  }
}
type Client = {
  waitForInitialization: (options: object) => Promise<unknown>
  boolVariation: (flag: string, context: object, standard: boolean) => Promise<boolean>
  close: () => void
}

/** LaunchDarkly's client for servers, from test data and without events; it answers with a promise. */
export async function launchdarkly({ flags }: Case, load: (name: '@launchdarkly/node-server-sdk') => unknown) {
  const { init, integrations } = load('@launchdarkly/node-server-sdk') as Library
  const data = new integrations.TestData()
  const put = data.usePreconfiguredFlag.bind(data)
  for (const { key, rules } of flags) {
    await put({
      key,
      version: 1,
      on: true,
      salt: key,
      variations: [true, false],
      offVariation: 1,
      fallthrough: { variation: 1 },
      rules: rules.map(({ above, countries }, i) => ({
        id: `rule-${i}`,
        clauses: [
          { contextKind: 'user', attribute: 'age', op: 'greaterThan', values: [above] },
          { contextKind: 'user', attribute: 'country', op: 'in', values: countries },
        ],
        ...(i === rules.length - 1 ? { rollout: { contextKind: 'user', variations: halves } } : { variation: 1 }),
      })),
    })
  }
  const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
  const client = init('bench', {
    updateProcessor: data.getFactory(),
    sendEvents: false,
    diagnosticOptOut: true,
    logger: silent,
  })
  await client.waitForInitialization({ timeout: 10 })
  return {
    contextOf: ({ id, age, country }: User) => ({ kind: 'user', key: id, age, country }),
    evaluateLater: (flag: string, context: object) => client.boolVariation(flag, context, false),
    close: () => client.close(),
  }
}

const halves = [
  { variation: 0, weight: 50_000 },
  { variation: 1, weight: 50_000 },
]
