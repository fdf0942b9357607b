import { evaluation } from '../contract/routes.ts'
import { compile } from '../core/evaluate/compile.ts'
import { find, projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import type { ConfigurationSource } from './configuration.ts'

/** What people check flags with: the same evaluation apps do, explained. */
export function serveFlags(server: Server, configurations: ConfigurationSource): void {
  const { control } = server.platform

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
