import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { backups } from '../contract/privacy-routes.ts'
import { copyBackup } from '../jobs/backup.ts'
import { rebuildAssay } from '../main.ts'
import { connect, type Where } from './connection.ts'
import { failure } from './failure.ts'
import { progressOn } from './progress.ts'

/** `assay backup`: copies everything into a folder, through the server while one is running. */
export function backupCommand(program: Command): void {
  program
    .command('backup')
    .description('copy everything into a new folder, also while serving')
    .argument('<folder>', 'new or empty folder, on the machine of the server')
    .option('--why <reason>', 'the reason, kept in the audit')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', 'admin token for the server, or ASSAY_TOKEN')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async (folder: string, { why, ...where }: Where & { why?: string }) => {
      const connection = await connect(where)
      try {
        const wanted = { folder: resolve(folder), ...(why === undefined ? {} : { why }) }
        const { body } = await connection.call(backups.create, { body: wanted })
        process.stdout.write(`${body.files} files, ${body.bytes.toLocaleString('en')} bytes, in ${body.folder}\n`)
      } finally {
        await connection.close()
      }
    })
}

/** `assay restore`: makes a data folder of a backup; the event store is made anew from the journal in it. */
export function restoreCommand(program: Command): void {
  program
    .command('restore')
    .description('make a data folder of a backup')
    .argument('<folder>', 'folder with a backup')
    .option('--data <folder>', 'data folder, new or empty (default: ./data)')
    .action(async (folder: string, flags: { data?: string }) => {
      const read = readConfig(process.env, {
        logLevel: 'error',
        ...(flags.data === undefined ? {} : { dataDir: flags.data }),
      })
      if ('errors' in read) throw failure(read.errors.join('\n'), 'assay serve --help lists every option.')
      const copied = await copyBackup(resolve(folder), read.config.dataDir)
      if ('problem' in copied) throw failure(copied.problem, 'Nothing was changed that was there before.')
      let progress: ReturnType<typeof progressOn> | undefined
      const done = await rebuildAssay(read.config, ({ files, of }) => {
        progress ??= progressOn(process.stderr, 'Restoring', of, Date.now)
        progress.update(files)
      })
      progress?.end(`${done.events.toLocaleString('en')} events, as of ${copied.at}`)
    })
}
