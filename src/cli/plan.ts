import type { Command } from 'commander'
import { model } from '../contract/model-routes.ts'
import { planText } from '../core/model/plan-text.ts'
import { modelSchema } from '../model/routes.ts'
import { failure } from './failure.ts'
import { loadModel } from './model/load.ts'
import { projectOptions } from './model/options.ts'
import { type ModelFlags, withProject } from './model/project.ts'

type Flags = ModelFlags & { json?: boolean; schema?: boolean }
type Output = { write(text: string): unknown; isTTY?: boolean }

/** `assay plan`: what pushing a model file would change. Ends with 1 when it could not be applied or needs review, for CI. */
export function planCommand(program: Command): void {
  const command = program
    .command('plan')
    .description('show what a model file would change; ends with 1 when that breaks something or needs review')
    .argument('[file]', 'model file: .ts, .yaml or .json')
    .option('--json', 'the whole plan as JSON')
    .option('--schema', 'print the JSON Schema of model files instead')
  projectOptions(command, 'viewer').action(async (file: string | undefined, flags: Flags) => {
    if (flags.schema) process.stdout.write(`${JSON.stringify(modelSchema(), undefined, 2)}\n`)
    else if (!(await planFile(file, flags, process.stdout))) process.exitCode = 1
  })
}

/** Writes the plan of a file; true when it can be applied and needs no review. */
export async function planFile(file: string | undefined, flags: Flags, output: Output): Promise<boolean> {
  if (file === undefined) throw failure('there is no file to plan', 'Try: assay plan model.ts')
  const body = await loadModel(file)
  const { body: plan } = await withProject(flags, (call, params) => call(model.plan, { params, body }))
  output.write(
    flags.json ? `${JSON.stringify(plan, undefined, 2)}\n` : planText(plan, { colour: output.isTTY === true }),
  )
  return plan.ok && plan.changes.every(({ reviewNeeded }) => reviewNeeded.length === 0)
}
