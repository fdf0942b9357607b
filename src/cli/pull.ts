import { writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { model } from '../contract/model-routes.ts'
import { type FileFormat, fileText } from '../model/file-text.ts'
import { projectOptions } from './model/options.ts'
import { type ModelFlags, withProject } from './model/project.ts'

type Flags = ModelFlags & { format: FileFormat; out?: string }

/** `assay pull`: the model of a project as a file. Pushing it back changes nothing. */
export function pullCommand(program: Command): void {
  const command = program
    .command('pull')
    .description('write the model of a project as a file')
    .addOption(new Option('--format <format>', 'how it is written').choices(['ts', 'yaml', 'json']).default('ts'))
    .option('--out <file>', 'where to (default: standard output)')
  projectOptions(command, 'viewer').action(async (flags: Flags) => {
    const text = await pulled(flags)
    if (flags.out === undefined) process.stdout.write(text)
    else writeFileSync(flags.out, text)
  })
}

/** The model of a project as the text of a file. */
export async function pulled({ format, ...flags }: Flags): Promise<string> {
  const { body } = await withProject(flags, (call, params) => call(model.read, { params }))
  return fileText(body.model, format)
}
