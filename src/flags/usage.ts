import type { FlagUsage } from '../contract/traffic.ts'
import { traffic } from '../contract/understanding-routes.ts'
import { projectOf } from '../http/definition.ts'
import type { FlagEvaluations } from '../http/flag-evaluations.ts'
import { type Server, serve } from '../http/server.ts'

const recentMs = 7 * 86_400_000

/** When flags were last seen at work: by the exposures that came through them, and by evaluations the server knows of. */
export function serveFlagUsage(server: Server, evaluations: Pick<FlagEvaluations, 'last'>): void {
  const { control, events, now } = server.platform

  serve(server, traffic.usage, async ({ params }) => {
    const project = projectOf(control, params)
    const used = new Map<string, FlagUsage>()
    for (const exposed of await events.flagExposures(project, now() - recentMs)) {
      const { flag, environment, lastReceivedMs, units } = exposed
      const lastEvaluated = new Date(lastReceivedMs).toISOString()
      const usage = { flag, environment, lastEvaluated, exposedUnits: units }
      used.set(nameOf(usage), usage)
    }
    for (const [environment, moments] of Object.entries(evaluations.last(project))) {
      for (const [flag, lastEvaluated] of Object.entries(moments)) {
        const known = used.get(nameOf({ flag, environment }))
        if (known !== undefined && known.lastEvaluated >= lastEvaluated) continue
        used.set(nameOf({ flag, environment }), { flag, environment, exposedUnits: 0, ...known, lastEvaluated })
      }
    }
    const items = [...used.values()].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
    return { body: { items } }
  })
}

function nameOf({ flag, environment }: Pick<FlagUsage, 'flag' | 'environment'>): string {
  return `${flag} ${environment}`
}
