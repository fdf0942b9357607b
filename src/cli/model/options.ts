import type { Command } from 'commander'

/** The options by which the commands about the model find a project. */
export function projectOptions(command: Command, role: string): Command {
  return command
    .option('--project <key>', 'the project (default: the only one)')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', `token with the role ${role}, or ASSAY_TOKEN`)
    .option('--data <folder>', 'data folder (default: ./data)')
}
