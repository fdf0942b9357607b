import { createClient } from '../sdk/src/index.ts'
import { type Case, cases, configurationOf, type User } from './evaluate-case.ts'
import { floorOf } from './evaluate-floor.ts'
import { flagd } from './peers/flagd.ts'
import { growthbook } from './peers/growthbook.ts'
import { installPeers, type PeerName } from './peers/install.ts'
import { unleash } from './peers/unleash.ts'

type Contestant = { name: string; work: (flag: string, user: number) => boolean; close?: () => void }

const rounds = 7
const roundMs = 60

/** Measures evaluating a flag, against the same work by hand and by peers, in one run; about half a minute. */
export async function run(): Promise<void> {
  const peers = await installPeers()
  if ('unavailable' in peers) console.log(`evaluate: peers are left out, ${peers.unavailable}`)
  for (const work of cases) {
    const contestants = [...floors(work), ...ours(work)]
    if ('load' in peers) contestants.push(...(await peersOf(work, peers.load)))
    const times = measure(work, contestants)
    const floor = times.get('floor, details') ?? Number.NaN
    const mine = times.get('ours, details') ?? Number.NaN
    console.log(`evaluate: ${work.name}; CPU time of the thread, median of ${rounds} interleaved rounds`)
    for (const [name, nanoseconds] of times) {
      const ratios = `${(nanoseconds / floor).toFixed(1)} x floor with details, ${(nanoseconds / mine).toFixed(1)} x ours with details`
      console.log(`  ${name.padEnd(30)} ${nanoseconds.toFixed(0).padStart(7)} ns  ${ratios}`)
    }
    for (const { close } of contestants) close?.()
  }
}

function floors(work: Case): Contestant[] {
  return (['bare', 'details', 'exposures'] as const).map(kind => {
    const floor = floorOf(work, kind)
    return { name: `floor, ${kind}`, work: (flag, user) => floor(flag, userAt(work, user)) }
  })
}

function ours(work: Case): Contestant[] {
  const contexts = work.users.map(({ id, age, country }) => ({ targetingKey: id, age, country }))
  return (['details', 'exposures'] as const).map(kind => {
    const client = createClient({
      url: 'http://127.0.0.1:9',
      key: 'bench',
      bootstrap: configurationOf(work, kind === 'details' ? 'rollout' : 'experiment'),
      pollIntervalMs: 0,
      fetch: async () => new Response('{}'),
      queueEventsMax: 1_000_000,
      exposuresMax: 1_000_000,
    })
    return {
      name: `ours, ${kind}`,
      work: (flag, user) => client.details(flag, false, contexts[user]).value,
      close: () => void client.close(0),
    }
  })
}

async function peersOf(work: Case, load: (name: PeerName) => unknown): Promise<Contestant[]> {
  const found = {
    'flagd-core': flagd(work, load),
    GrowthBook: growthbook(work, load, false),
    'GrowthBook, tracking': growthbook(work, load, true),
    Unleash: await unleash(work, load),
  }
  return Object.entries(found).map(([name, peer]) => {
    const contexts = work.users.map(user => peer.contextOf(user))
    const contestant = { name, work: (flag: string, user: number) => peer.evaluate(flag, contexts[user] ?? {}) }
    return 'close' in peer ? { ...contestant, close: peer.close } : contestant
  })
}

function userAt({ users }: Case, index: number): User {
  const user = users[index]
  if (user === undefined) throw new Error(`there is no user ${index}`)
  return user
}

// Contestants take turns, so that whatever else the machine does falls on all of them alike.
function measure(work: Case, contestants: readonly Contestant[]): Map<string, number> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      const nanoseconds = measureOnce(work, contestant)
      // The first round warms up.
      if (round > 0) samples.get(contestant.name)?.push(nanoseconds)
    }
  }
  return new Map(Array.from(samples, ([name, all]) => [name, all.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN]))
}

function measureOnce({ flags, users }: Case, { name, work }: Contestant): number {
  const keys = flags.map(({ key }) => key)
  let calls = 0
  let served = 0
  let elapsedMs = 0
  const start = process.threadCpuUsage()
  while (elapsedMs < roundMs) {
    for (let i = 0; i < 1000; i++, calls++) if (work(keys[calls % keys.length] ?? '', calls % users.length)) served++
    const { user, system } = process.threadCpuUsage(start)
    elapsedMs = (user + system) / 1000
  }
  // A contestant that does not split half and half does not do the work.
  if (served < calls * 0.4 || served > calls * 0.6) throw new Error(`${name} serves ${served} of ${calls}`)
  return (elapsedMs * 1e6) / calls
}

if (process.argv[1] === import.meta.filename) await run()
