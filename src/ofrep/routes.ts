import type { Context } from 'hono'
import type { Configuration } from '../contract/configuration.ts'
import { apps } from '../contract/routes.ts'
import { type OfrepEventStream, OfrepFailure, type OfrepSuccess, ofrep } from '../contract/standard-routes.ts'
import type { Exposure, Resolution } from '../core/evaluate/resolution.ts'
import { contentLimit } from '../http/content.ts'
import type { FlagEvaluations } from '../http/flag-evaluations.ts'
import { apiKeyOf, guard } from '../http/guard.ts'
import { type Intake, senderOf, stableId } from '../http/intake.ts'
import type { Principal } from '../http/principal.ts'
import { problem } from '../http/problem.ts'
import { documented, type Env, type Server } from '../http/server.ts'
import { contextIn } from './context.ts'
import { evaluatorSource } from './evaluators.ts'
import { createExposureLog } from './exposures.ts'
import { outcomeOf } from './outcome.ts'

type Configurations = (project: string, environment: string, audience: 'server') => Configuration | undefined

const exposuresMax = 100_000
const inactivityDelaySec = 120

/**
 * Flags for every OpenFeature client. Evaluation happens here, so client keys too get flags that need lists and private
 * attributes: what those say stays on the server.
 */
export function serveOfrep(
  server: Server,
  configurations: Configurations,
  intake: Intake,
  evaluations: Pick<FlagEvaluations, 'note'>,
): void {
  const { app, platform } = server
  const evaluatorOf = evaluatorSource()
  const logExposures = createExposureLog(platform, intake, exposuresMax)
  const guarded = guard(server, 'sdk', 'project', apiKeyOf)

  function configurationFor({ project = '', environment = '' }: Principal): Configuration {
    const configuration = configurations(project, environment, 'server')
    if (configuration !== undefined) return configuration
    throw problem('not-found', { detail: `project ${project} has no environment ${environment} any more` })
  }

  async function expose(c: Context<Env>, resolutions: readonly Resolution[], context: object): Promise<void> {
    if (c.req.header('assay-exposures') === 'none') return
    const met: Exposure[] = resolutions.flatMap(({ errorCode, exposures }) =>
      errorCode === undefined ? (exposures ?? []) : [],
    )
    if (met.length > 0) await logExposures(senderOf(c.get('principal')), met, { ...context })
  }

  app.openAPIRegistry.registerPath(withFailures(documented(ofrep.evaluate)))
  // Some providers put the key into the path as it is, slashes and all.
  app.post('/ofrep/v1/evaluate/flags/:key{.+}', guarded, contentLimit, async c => {
    const key = c.req.param('key')
    const read = contextIn(await c.req.text())
    if ('errorCode' in read) return c.json({ key, ...read }, 400)
    const configuration = configurationFor(c.get('principal'))
    const resolution = evaluatorOf(configuration).resolve(key, read.context)
    const outcome = outcomeOf(key, resolution, flagSetOf(configuration))
    if ('errorCode' in outcome) return c.json(outcome, outcome.errorCode === 'FLAG_NOT_FOUND' ? 404 : 400)
    evaluations.note(configuration.project, configuration.environment, key)
    await expose(c, [resolution], read.context)
    return c.json(outcome)
  })

  app.openAPIRegistry.registerPath(withFailures(documented(ofrep.evaluateAll)))
  app.post(ofrep.evaluateAll.path, guarded, contentLimit, async c => {
    const body = await c.req.text()
    const read = contextIn(body)
    if ('errorCode' in read) return c.json(read, 400)
    const configuration = configurationFor(c.get('principal'))
    const etag = `"${stableId(configuration.version, body)}"`
    if (isCurrent(c.req.header('if-none-match'), etag)) return c.body(null, 304, { etag })
    const evaluator = evaluatorOf(configuration)
    const resolutions = evaluator.flagKeys.map(key => evaluator.resolve(key, read.context))
    const flags: (OfrepSuccess | OfrepFailure)[] = evaluator.flagKeys.flatMap((key, index) => {
      const resolution = resolutions[index]
      return resolution === undefined ? [] : outcomeOf(key, resolution, flagSetOf(configuration))
    })
    // Whoever asks for all flags may look at none of them, so this is no evaluation of any.
    await expose(c, resolutions, read.context)
    const streams = eventStreams(c, platform.config.publicUrl)
    const metadata = { flagSetId: flagSetOf(configuration), version: configuration.version }
    return c.json({ flags, ...(streams.length === 0 ? {} : { eventStreams: streams }), metadata }, 200, { etag })
  })
}

function flagSetOf({ project, environment }: Configuration): string {
  return `${project}/${environment}`
}

function isCurrent(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some(tag => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}

// EventSource sends no headers, so the key is in the address; a server key is never put into one.
function eventStreams(c: Context<Env>, publicUrl: string | undefined): OfrepEventStream[] {
  const secret = apiKeyOf(c)
  if (c.get('principal').kind !== 'client' || secret === undefined) return []
  const requestUri = `${apps.stream.path}?key=${encodeURIComponent(secret)}`
  const where = publicUrl === undefined ? { endpoint: { requestUri } } : { url: `${publicUrl}${requestUri}` }
  return [{ type: 'sse', ...where, inactivityDelaySec }]
}

function withFailures(described: ReturnType<typeof documented>): ReturnType<typeof documented> {
  const failure = (description: string) => ({ description, content: { 'application/json': { schema: OfrepFailure } } })
  return {
    ...described,
    responses: {
      ...described.responses,
      400: failure('The body, the context or the flag does not allow an evaluation'),
      404: failure('There is no such flag'),
    } as typeof described.responses,
  }
}
