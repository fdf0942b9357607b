import { z } from 'zod'
import { WrittenModel } from '../contract/model-file.ts'
import { model } from '../contract/model-routes.ts'
import type { Json } from '../contract/name.ts'
import { modelOf } from '../core/model/canonical.ts'
import { projectOf } from '../http/definition.ts'
import { currentModelVersion } from '../http/model-version.ts'
import { type Server, serve } from '../http/server.ts'
import { applyPlan } from './apply.ts'
import { fileText } from './file-text.ts'
import { requireMatch } from './match.ts'
import { modelIn, planFor } from './plan.ts'
import { serveProposals } from './proposals.ts'

/** The measurement model as a whole: read, planned, applied, proposed. */
export function serveModel(server: Server): void {
  const { control } = server.platform
  const schema = modelSchema()

  serve(server, model.read, ({ params }) => {
    const snapshot = control.snapshot(projectOf(control, params))
    const version = currentModelVersion(snapshot)
    return { body: { version, model: modelOf(snapshot) }, etag: version }
  })

  serve(server, model.plan, ({ params, body }) => ({
    body: planFor(control, projectOf(control, params), modelIn(body)).plan,
  }))

  serve(server, model.apply, ({ params, query, body }, call) => {
    const project = projectOf(control, params)
    const wanted = modelIn(body)
    return control.transaction(() => {
      const planned = planFor(control, project, wanted)
      requireMatch(call, planned.plan.from, 'the model')
      applyPlan(control, project, planned, call, query.why)
      return { body: planned.plan, etag: planned.plan.version }
    })
  })

  serve(server, model.export, ({ params, query }) => {
    const current = modelOf(control.snapshot(projectOf(control, params)))
    return { body: { file: `model.${query.format}`, text: fileText(current, query.format) } }
  })

  serve(server, model.schema, () => ({ body: schema }))

  serveProposals(server)
}

/** The JSON Schema of a model file, which may name that schema itself. */
export function modelSchema(): Record<string, Json> {
  const file = WrittenModel.extend({ $schema: z.string().optional() }).meta({ title: 'Assay measurement model' })
  return z.toJSONSchema(file, { io: 'input' }) as Record<string, Json>
}
