import { createClient } from '../sdk/src/node.ts'
import { type Case, cases, configurationOf, experimentKey, type User } from './evaluate-case.ts'
import { floorOf } from './evaluate-floor.ts'
import { memory } from './evaluate-memory.ts'
import { openFeature } from './evaluate-openfeature.ts'
import { peersOf } from './evaluate-peers.ts'
import { type Contestant, measure } from './evaluate-time.ts'

/** Measures evaluating a flag, against the same work by hand and by peers, in one run; about a minute. */
export async function run(): Promise<void> {
  for (const work of cases) {
    const { peers, missing } = await peersOf(work)
    const contestants = [harness(work), ...floors(work), ...ours(work), ...peers]
    const times = await measure(contestants, work.users.length)
    for (const { close } of contestants) close?.()
    print(work, times, peers)
    for (const reason of missing) console.log(`  left out: ${reason}`)
  }
  await openFeature()
  memory()
}

function print({ name, aims }: Case, times: ReadonlyMap<string, number>, peers: readonly Contestant[]): void {
  const floor = times.get('floor, details') ?? Number.NaN
  const mine = times.get('ours, details') ?? Number.NaN
  console.log(`evaluate: ${name}; CPU time of the thread, median of interleaved rounds`)
  for (const [contestant, nanoseconds] of times) {
    const ratios = `${(nanoseconds / floor).toFixed(1)} x floor with details, ${(nanoseconds / mine).toFixed(1)} x ours with details`
    console.log(`  ${contestant.padEnd(30)} ${nanoseconds.toFixed(0).padStart(7)} ns  ${ratios}`)
  }
  const [fastest] = peers.toSorted((a, b) => (times.get(a.name) ?? 0) - (times.get(b.name) ?? 0))
  const ratio = fastest === undefined ? Number.NaN : (times.get(fastest.name) ?? Number.NaN) / mine
  const exposures = times.get('ours, exposures') ?? Number.NaN
  console.log(
    `  ours: ${ratio.toFixed(1)} x faster than ${fastest?.name ?? 'nobody'} (aim ${aims.ratio}); ` +
      `${mine.toFixed(0)} ns (aim ${aims.detailsNs}), with exposures ${exposures.toFixed(0)} ns (aim ${aims.exposuresNs})`,
  )
}

// What is part of every figure without being work.
function harness({ flags }: Case): Contestant {
  return { name: 'harness alone', keys: flags.map(({ key }) => key), work: (_flag, user) => user % 2 === 0 }
}

function floors(work: Case): Contestant[] {
  return (['bare', 'details', 'exposures'] as const).map(kind => {
    const floor = floorOf(work, kind)
    const keys = work.flags.map(({ key }) => key)
    return { name: `floor, ${kind}`, keys, work: (flag, user) => floor(flag, userAt(work, user)) }
  })
}

// An app has one client; half of the flags log exposures.
function ours(work: Case): Contestant[] {
  const contexts = work.users.map(({ id, age, country }) => ({ targetingKey: id, age, country }))
  const client = createClient({
    url: 'http://127.0.0.1:9',
    key: 'bench',
    bootstrap: configurationOf(work),
    pollIntervalMs: 0,
    fetch: async () => new Response('{}'),
    queueEventsMax: 1_000_000,
    exposuresMax: 1_000_000,
  })
  const evaluate: Contestant['work'] = (flag, user) => client.details(flag, false, contexts[user]).value
  const keys = work.flags.map(({ key }) => key)
  return [
    { name: 'ours, details', keys, work: evaluate },
    { name: 'ours, exposures', keys: keys.map(experimentKey), work: evaluate, close: () => void client.close(0) },
  ]
}

function userAt({ users }: Case, index: number): User {
  const user = users[index]
  if (user === undefined) throw new Error(`there is no user ${index}`)
  return user
}

if (process.argv[1] === import.meta.filename) await run()
