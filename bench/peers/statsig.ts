import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Case, User } from '../evaluate-case.ts'

type Library = {
  Statsig: new (
    key: string,
    options: object,
  ) => {
    initialize: () => Promise<unknown>
    checkGate: (user: object, gate: string) => boolean
    shutdown: () => Promise<unknown>
  }
  StatsigUser: new (user: object) => object
}

/** Statsig's client for servers, written in Rust, which fetches its rules once, from this process, and logs nothing. */
export async function statsig({ flags }: Case, load: (name: '@statsig/statsig-node-core') => unknown) {
  const { Statsig, StatsigUser } = load('@statsig/statsig-node-core') as Library
  const specs = JSON.stringify(specsOf(flags))
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(specs)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const client = new Statsig('secret-bench', {
    specsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/download_config_specs`,
    specsSyncIntervalMs: 3_600_000,
    disableAllLogging: true,
    disableCountryLookup: true,
    outputLogLevel: 'none',
  })
  await client.initialize()
  server.closeAllConnections()
  server.close()
  return {
    contextOf: ({ id, age, country }: User) => new StatsigUser({ userID: id, country, custom: { age } }),
    evaluate: (flag: string, context: object) => client.checkGate(context, flag),
    close: () => void client.shutdown(),
  }
}

const time = Date.UTC(2026, 0, 1)
const perUser = { isDeviceBased: false, idType: 'userID' }

function specsOf(flags: Case['flags']) {
  const conditions: Record<string, object> = {}
  const nameOf = (operator: string, field: string, targetValue: unknown) => {
    const name = JSON.stringify([operator, field, targetValue])
    conditions[name] = { type: 'user_field', operator, field, targetValue, additionalValues: {}, ...perUser }
    return name
  }
  const gates = flags.map(({ key, rules }) => ({
    type: 'feature_gate',
    entity: 'feature_gate',
    salt: key,
    enabled: true,
    defaultValue: false,
    version: 1,
    ...perUser,
    rules: rules.map(({ above, countries }, i) => ({
      id: `rule-${i}`,
      name: `rule-${i}`,
      salt: `rule-${i}`,
      conditions: [nameOf('gt', 'age', above), nameOf('any_case_sensitive', 'country', countries)],
      passPercentage: i === rules.length - 1 ? 50 : 100,
      returnValue: i === rules.length - 1,
      ...perUser,
    })),
  }))
  return {
    feature_gates: Object.fromEntries(flags.map(({ key }, i) => [key, gates[i]])),
    condition_map: conditions,
    dynamic_configs: {},
    layer_configs: {},
    layers: {},
    experiment_to_layer: {},
    id_lists: {},
    param_stores: {},
    sdk_configs: {},
    sdk_flags: {},
    has_updates: true,
    response_format: 'dcs-v2',
    company_id: 'bench',
    app_id: 'bench',
    default_environment: null,
    checksum: 'bench',
    time,
  }
}
