import { calculations } from '../contract/report-routes.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import { calculation } from './calculation.ts'

/** The calculators over HTTP. */
export function serveCalculators(server: Server): void {
  serve(server, calculations.calculate, ({ params, body }) => {
    const done = calculation(params.name, body)
    if ('unknown' in done) throw problem('not-found', { detail: done.unknown, hint: done.hint })
    if ('issues' in done) throw problem('invalid-request', { errors: done.issues, hint: done.hint })
    return { body: done.answer }
  })
}
