import { writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { Model } from '../contract/model.ts'
import { model } from '../contract/model-routes.ts'
import { trackerSource } from '../core/model/tracker-source.ts'
import { modelVersion } from '../http/model-version.ts'
import { modelIn } from '../model/plan.ts'
import { loadModel } from './model/load.ts'
import { projectOptions } from './model/options.ts'
import { type ModelFlags, withProject } from './model/project.ts'

type Flags = ModelFlags & { out?: string; for?: 'client' | 'server' }

/** `assay codegen`: typed `track` calls from a model file, or from the model a project has. */
export function codegenCommand(program: Command): void {
  const command = program
    .command('codegen')
    .description('write typed track() calls, so that a wrong property does not compile')
    .argument('[file]', 'model file (default: the model of the project)')
    .option('--out <file>', 'where to (default: standard output)')
    .addOption(new Option('--for <side>', 'leave out what only the other side may send').choices(['client', 'server']))
  projectOptions(command, 'viewer').action(async (file: string | undefined, flags: Flags) => {
    const text = await trackerFor(file, flags)
    if (flags.out === undefined) process.stdout.write(text)
    else writeFileSync(flags.out, text)
  })
}

/** The text of the file with the typed calls. */
export async function trackerFor(file: string | undefined, { for: side, ...flags }: Flags): Promise<string> {
  const whole =
    file === undefined
      ? (await withProject(flags, (call, params) => call(model.read, { params }))).body.model
      : modelIn(await loadModel(file))
  return trackerSource(side === undefined ? whole : sentBy(whole, side), modelVersion(whole))
}

function sentBy(whole: Model, side: 'client' | 'server'): Model {
  const events = Object.entries(whole.events).filter(([, { source }]) => source === 'any' || source === side)
  return { ...whole, events: Object.fromEntries(events) }
}
