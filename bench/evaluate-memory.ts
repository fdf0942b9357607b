import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '../sdk/src/node.ts'
import { cases, configurationOf, experimentKey } from './evaluate-case.ts'

const calls = 10_000_000

/** Prints what ten million evaluations with exposures leave behind: the heap before and after, once everything is warm. */
export function memory(): void {
  const [work] = cases
  const [flag] = work?.flags ?? []
  if (work === undefined || flag === undefined) return
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const contexts = work.users.map(({ id, age, country }) => ({ targetingKey: id, age, country }))
  const client = createClient({
    url: 'http://127.0.0.1:9',
    key: 'bench',
    bootstrap: configurationOf(work),
    pollIntervalMs: 0,
    fetch: async () => new Response('{}'),
  })
  const key = experimentKey(flag.key)
  const evaluate = (count: number) => {
    for (let i = 0; i < count; i++) client.details(key, false, contexts[i % contexts.length])
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const before = evaluate(100_000)
  const after = evaluate(calls)
  console.log(`evaluate: heap ${before.toFixed(1)} MB, ${after.toFixed(1)} MB after ${calls / 1e6} M more calls`)
  void client.close(0)
}
