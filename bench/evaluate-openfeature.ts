import { OpenFeature, type Provider } from '@openfeature/server-sdk'
import { createClient } from '../sdk/src/node.ts'
import { createProvider } from '../sdk/src/openfeature-server.ts'
import { cases, configurationOf } from './evaluate-case.ts'
import { median } from './evaluate-time.ts'

const rounds = 60
const callsPerRound = 1000

/** Prints what a flag costs through OpenFeature's client, with this provider and with one that always says the same. */
export async function openFeature(): Promise<void> {
  const [work] = cases
  if (work === undefined) return
  const details = { value: true, variant: 'on', reason: 'STATIC', flagMetadata: {} }
  const constant = {
    metadata: { name: 'constant' },
    resolveBooleanEvaluation: async () => ({ ...details }),
  } as unknown as Provider
  const assay = createProvider(createClient, {
    url: 'http://127.0.0.1:9',
    key: 'bench',
    bootstrap: configurationOf(work),
    pollIntervalMs: 0,
    fetch: async () => new Response('{}'),
  })
  await OpenFeature.setProviderAndWait('constant', constant)
  await OpenFeature.setProviderAndWait('assay', assay)
  const contexts = work.users.map(({ id, age, country }) => ({ targetingKey: id, age, country }))
  const key = work.flags[0]?.key ?? ''
  const samples = { constant: [] as number[], assay: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    for (const domain of ['constant', 'assay'] as const) {
      const client = OpenFeature.getClient(domain)
      const start = process.threadCpuUsage()
      for (let i = 0; i < callsPerRound; i++) await client.getBooleanDetails(key, false, contexts[i % contexts.length])
      const { user, system } = process.threadCpuUsage(start)
      // The first rounds warm up.
      if (round > 5) samples[domain].push(((user + system) * 1000) / callsPerRound)
    }
  }
  const [floor, ours] = [median(samples.constant), median(samples.assay)]
  // Neighbouring rounds are disturbed alike.
  const ratio = median(samples.assay.map((ns, i) => ns / (samples.constant[i] ?? Number.NaN)))
  console.log(
    `evaluate: through OpenFeature ${ours.toFixed(0)} ns, constant provider ${floor.toFixed(0)} ns, ` +
      `${(100 * (ratio - 1)).toFixed(1)} % more (aim 10 %)`,
  )
  await OpenFeature.close()
}
