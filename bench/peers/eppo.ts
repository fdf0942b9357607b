import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Case, User } from '../evaluate-case.ts'

type Library = {
  init: (options: object) => Promise<{
    getBooleanAssignment: (flag: string, subject: string, attributes: object, standard: boolean) => boolean
    stopPolling: () => void
  }>
}

const shards = 10_000

/** Eppo's client for servers, which fetches its configuration once, from this process, and logs to nobody. */
export async function eppo({ flags }: Case, load: (name: '@eppo/node-server-sdk') => unknown) {
  // Its logger takes its level from here, when it is loaded.
  process.env.LOG_LEVEL = 'error'
  const { init } = load('@eppo/node-server-sdk') as Library
  const configuration = JSON.stringify({
    createdAt: '2026-01-01T00:00:00.000Z',
    format: 'SERVER',
    environment: { name: 'bench' },
    flags: Object.fromEntries(flags.map(flag => [flag.key, flagOf(flag)])),
    bandits: {},
    banditReferences: {},
  })
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(configuration)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const client = await init({
    apiKey: 'bench',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    assignmentLogger: { logAssignment: () => {} },
  })
  client.stopPolling()
  server.closeAllConnections()
  server.close()
  return {
    contextOf: (user: User) => ({ id: user.id, attributes: { age: user.age, country: user.country } }),
    evaluate: (flag: string, context: { id: string; attributes: object }) =>
      client.getBooleanAssignment(flag, context.id, context.attributes, false),
  }
}

function flagOf({ key, rules }: Case['flags'][number]) {
  const half = (variationKey: string, start: number) => ({
    variationKey,
    shards: [{ salt: key, ranges: [{ start, end: start + shards / 2 }] }],
  })
  return {
    key,
    enabled: true,
    variationType: 'BOOLEAN',
    variations: { on: { key: 'on', value: true }, off: { key: 'off', value: false } },
    totalShards: shards,
    allocations: rules.map(({ above, countries }, i) => ({
      key: `rule-${i}`,
      rules: [
        {
          conditions: [
            { attribute: 'age', operator: 'GT', value: above },
            { attribute: 'country', operator: 'ONE_OF', value: countries },
          ],
        },
      ],
      splits: i === rules.length - 1 ? [half('on', 0), half('off', shards / 2)] : [{ variationKey: 'off', shards: [] }],
      doLog: false,
    })),
  }
}
