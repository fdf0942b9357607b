import type { Command } from 'commander'
import { privacy } from '../contract/privacy-routes.ts'
import { connect, type Where } from './connection.ts'

type Flags = Where & { project: string; unit: string; why: string }

/** `assay erase`: removes a unit everywhere and prints the certificate. A repeat finishes what a crash left undone. */
export function eraseCommand(program: Command): void {
  program
    .command('erase')
    .description('remove a person for good, and drop whatever still arrives of them')
    .requiredOption('--project <key>', 'project')
    .requiredOption('--unit <unit>', 'the kind of unit and its id, like user:u1')
    .requiredOption('--why <reason>', 'the reason, kept in the certificate')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', 'token with the role privacy, or ASSAY_TOKEN')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async ({ project, unit, why, ...where }: Flags) => {
      const connection = await connect(where)
      try {
        const { body } = await connection.call(privacy.erase, { params: { project }, body: { unit, why } })
        process.stdout.write(`${JSON.stringify(body, undefined, 2)}\n`)
        process.stderr.write(
          'Backups made before now still hold this unit; delete them, or erase again after a restore.\n',
        )
      } finally {
        await connection.close()
      }
    })
}
