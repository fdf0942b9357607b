import { readFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { WrittenModel } from '../../contract/model-file.ts'
import { issuesOf } from '../../http/issue.ts'
import { failure } from '../failure.ts'

const help = 'docs/MODEL.md shows how a model is written; assay plan --schema prints its JSON Schema.'

/** The model in a TypeScript, YAML or JSON file; fails with what to correct, and where. */
export async function loadModel(file: string): Promise<WrittenModel> {
  const parsed = WrittenModel.safeParse(withoutSchema(await contentOf(file)))
  if (parsed.success) return parsed.data
  const lines = issuesOf(parsed.error).map(({ path, message }) => `  ${path || '/'}: ${message}`)
  throw failure(`${file} is no measurement model:\n${lines.join('\n')}`, help)
}

async function contentOf(file: string): Promise<unknown> {
  const kind = extname(file)
  try {
    if (['.ts', '.mts', '.js', '.mjs'].includes(kind)) return await exportOf(file)
    const text = await readFile(file, 'utf8')
    if (kind === '.json') return JSON.parse(text)
    if (kind === '.yaml' || kind === '.yml') return parse(text)
  } catch (error) {
    throw failure(`${file} cannot be read: ${(error as Error).message}`, help)
  }
  throw failure(`${file} is of no kind that is known`, 'A model file ends in .ts, .yaml or .json.')
}

async function exportOf(file: string): Promise<unknown> {
  // Where the SDK is not installed beside the file, the one that came with this command is as good.
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        if (specifier !== '@assay/sdk/model') throw error
        return next(specifier, { ...context, parentURL: import.meta.url })
      }
    },
  })
  try {
    const { default: exported } = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown }
    if (exported === undefined) throw new Error('it has no default export; write export default model({ ... })')
    return exported
  } finally {
    hooks.deregister()
  }
}

function withoutSchema(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('$schema' in content)) return content
  const { $schema: _schema, ...model } = content
  return model
}
