import type { Command } from 'commander'
import { model } from '../contract/model-routes.ts'
import { planText } from '../core/model/plan-text.ts'
import { failure } from './failure.ts'
import { loadModel } from './model/load.ts'
import { projectOptions } from './model/options.ts'
import { type ModelFlags, withProject } from './model/project.ts'

type Flags = ModelFlags & { why?: string; remove?: boolean }
type Output = { write(text: string): unknown; isTTY?: boolean }

/** `assay push`: makes a model file the model of a project, all of it or nothing. */
export function pushCommand(program: Command): void {
  const command = program
    .command('push')
    .description('make a model file the model of a project')
    .argument('<file>', 'model file: .ts, .yaml or .json')
    .option('--why <reason>', 'the reason, kept in the history of all that changes')
    .option('--remove', 'archive what the file does not have')
  projectOptions(command, 'editor').action(async (file: string, flags: Flags) => {
    await pushFile(file, flags, process.stdout)
  })
}

/** Plans a file, shows the plan and applies exactly that; fails when it breaks something. */
export async function pushFile(file: string, flags: Flags, output: Output): Promise<void> {
  const body = await loadModel(file)
  await withProject(flags, async (call, params) => {
    const { body: plan } = await call(model.plan, { params, body })
    output.write(planText(plan, { colour: output.isTTY === true }))
    if (plan.changes.length === 0) return
    if (!plan.ok) throw failure('the model cannot be applied', 'Correct what is marked with ! and push again.')
    const removed = plan.changes.filter(({ change }) => change === 'removed').map(({ key }) => key)
    if (removed.length > 0 && flags.remove !== true)
      throw failure(
        `the file does not have ${removed.join(', ')}`,
        'Give --remove to archive that, or add it: assay pull.',
      )
    const query = flags.why === undefined ? {} : { why: flags.why }
    await call(model.apply, { params, body, query, ifMatch: `"${plan.from}"` })
    output.write('Applied.\n')
  })
}
