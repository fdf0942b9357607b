import { resources } from '../../contract/routes.ts'
import { selfProject } from '../../core/model/self-project.ts'
import type { ApiClient } from '../../http/client.ts'
import { connect, type Where } from '../connection.ts'
import { failure } from '../failure.ts'

/** Where the commands about the model find a project. */
export type ModelFlags = Where & { project?: string }

/** Does something with a project: the one named, or the only one there is. */
export async function withProject<T>(
  flags: ModelFlags,
  work: (call: ApiClient, params: { project: string }) => Promise<T>,
): Promise<T> {
  const connection = await connect(flags)
  try {
    return await work(connection.call, { project: flags.project ?? (await onlyProject(connection.call)) })
  } finally {
    await connection.close()
  }
}

async function onlyProject(call: ApiClient): Promise<string> {
  const { body } = await call(resources.projects.list, { params: {} })
  const items = body.items.filter(({ key }) => key !== selfProject)
  const [only] = items
  if (only !== undefined && items.length === 1) return only.key
  throw failure(
    only === undefined ? 'there is no project yet' : 'there is more than one project',
    only === undefined
      ? 'Make one first: POST /api/v1/projects, or the console.'
      : `Give --project KEY: ${items.map(({ key }) => key).join(', ')}.`,
  )
}
