import { apps, evaluation } from '../contract/routes.ts'
import { compile } from '../core/evaluate/compile.ts'
import { find, projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import type { ConfigurationSource } from './configuration.ts'

/** What apps evaluate flags with, and what people check it with. */
export function serveFlags(server: Server, configurations: ConfigurationSource): void {
  const { control } = server.platform

  serve(server, apps.configuration, (_input, { principal }) => {
    const { project = '', environment = '', kind } = principal
    const configuration = configurations(project, environment, kind === 'server' ? 'server' : 'client')
    if (!configuration)
      throw problem('not-found', { detail: `project ${project} has no environment ${environment} any more` })
    return { body: configuration, etag: configuration.version }
  })

  serve(server, evaluation.preview, ({ params, body }) => {
    const project = projectOf(control, params)
    find(control, 'flags', params)
    const configuration = configurations(project, body.environment, 'server')
    if (!configuration) throw problem('not-found', { detail: `there is no environment ${body.environment}` })
    const evaluator = compile(configuration)
    const { value, variant, reason, errorCode, errorMessage, rule } = evaluator.resolve(params.key, body.context)
    const trace = evaluator.trace(params.key, body.context)
    return { body: { value, variant, reason, errorCode, errorMessage, rule, trace } as never }
  })
}
