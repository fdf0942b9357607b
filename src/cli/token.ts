import type { Command } from 'commander'
import { type NewAccessKey, Role } from '../contract/access.ts'
import { access } from '../contract/routes.ts'
import { connect, type Where } from './connection.ts'
import { failure } from './failure.ts'

type Flags = Where & { name: string; role: string; project?: string; kind: string; environment?: string }

/** `assay token`: a new key, shown once. Works on the data folder, so a lost admin token is no disaster. */
export function tokenCommand(program: Command): void {
  program
    .command('token')
    .description('make a token or an app key; it is shown once')
    .option('--name <name>', 'what it is for', 'command line')
    .option('--kind <kind>', 'token, client or server', 'token')
    .option('--role <role>', `role of a token: ${Role.options.join(', ')}`, 'admin')
    .option('--project <key>', 'limit it to one project')
    .option('--environment <key>', 'environment of an app key', 'production')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', 'admin token for the server, or ASSAY_TOKEN')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async (flags: Flags) => {
      const connection = await connect(flags)
      try {
        const { body } = await connection.call(access.createKey, { body: wanted(flags) })
        process.stdout.write(`${body.secret}\n`)
      } finally {
        await connection.close()
      }
    })
}

function wanted(flags: Flags): NewAccessKey {
  const { name, project } = flags
  if (flags.kind === 'token') {
    const role = Role.safeParse(flags.role)
    if (!role.success) throw failure(`there is no role ${flags.role}`, `Roles are ${Role.options.join(', ')}.`)
    return { kind: 'token', name, role: role.data, ...(project === undefined ? {} : { project }) }
  }
  if (flags.kind !== 'client' && flags.kind !== 'server')
    throw failure(`there is no kind ${flags.kind}`, 'Kinds are token, client and server.')
  if (project === undefined) throw failure('an app key needs a project', 'Give --project KEY.')
  return { kind: flags.kind, name, project, environment: flags.environment ?? 'production' }
}
