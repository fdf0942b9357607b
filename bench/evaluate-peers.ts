import type { Case } from './evaluate-case.ts'
import type { Contestant } from './evaluate-time.ts'
import { eppo } from './peers/eppo.ts'
import { flagd } from './peers/flagd.ts'
import { growthbook } from './peers/growthbook.ts'
import { installPeers } from './peers/install.ts'
import { launchdarkly } from './peers/launchdarkly.ts'
import { statsig } from './peers/statsig.ts'
import { unleash } from './peers/unleash.ts'

type Peer<Asked> = {
  contextOf: (user: Case['users'][number]) => Asked
  evaluate?: (flag: string, context: Asked) => boolean
  evaluateLater?: (flag: string, context: Asked) => Promise<boolean>
  close?: () => void
}

/** Everybody else who can do the work here, each by the cheapest call that gives the value, and why others cannot. */
export async function peersOf(work: Case): Promise<{ peers: Contestant[]; missing: string[] }> {
  const installed = await installPeers()
  if ('unavailable' in installed) return { peers: [], missing: [`peers: ${installed.unavailable}`] }
  const { load } = installed
  const peers: Contestant[] = []
  const missing: string[] = []

  async function add<Asked>(name: string, make: () => Peer<Asked> | Promise<Peer<Asked>>): Promise<void> {
    try {
      const peer = await make()
      const { evaluate, evaluateLater } = peer
      const contexts = work.users.map(user => [peer.contextOf(user)] as const)
      const standing = contexts[0]
      if (standing === undefined) throw new Error('nobody asks')
      peers.push({
        name,
        keys: work.flags.map(({ key }) => key),
        work: (flag, user) => evaluate?.(flag, (contexts[user] ?? standing)[0]) ?? false,
        ...(evaluateLater === undefined
          ? {}
          : { later: (flag: string, user: number) => evaluateLater(flag, (contexts[user] ?? standing)[0]) }),
        ...(peer.close === undefined ? {} : { close: peer.close }),
      })
    } catch (error) {
      missing.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  await add('flagd-core', () => flagd(work, load))
  await add('GrowthBook', () => growthbook(work, load, false))
  await add('GrowthBook, tracking', () => growthbook(work, load, true))
  await add('Unleash', () => unleash(work, load))
  await add('LaunchDarkly', () => launchdarkly(work, load))
  await add('Eppo', () => eppo(work, load))
  await add('Statsig', () => statsig(work, load))
  return { peers, missing }
}
