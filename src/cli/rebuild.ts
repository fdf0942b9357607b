import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { rebuildAssay } from '../main.ts'
import { failure } from './failure.ts'
import { progressOn } from './progress.ts'

/** `assay rebuild`: makes the event store anew from the journal, keeping the old file beside it. */
export function rebuildCommand(program: Command): void {
  program
    .command('rebuild')
    .description('make the event store anew from the journal, when its file is damaged')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async (flags: { data?: string }) => {
      const read = readConfig(process.env, {
        logLevel: 'error',
        ...(flags.data === undefined ? {} : { dataDir: flags.data }),
      })
      if ('errors' in read) throw failure(read.errors.join('\n'), 'assay serve --help lists every option.')
      let progress: ReturnType<typeof progressOn> | undefined
      const done = await rebuildAssay(read.config, ({ files, of }) => {
        progress ??= progressOn(process.stderr, 'Rebuilding', of, Date.now)
        progress.update(files)
      })
      progress?.end(
        `${done.events.toLocaleString('en')} events from ${done.files} files, ${done.duplicates} duplicates dropped`,
      )
      if (done.aside !== undefined)
        process.stderr.write(`The old file is kept as ${done.aside}; delete it when nobody needs it.\n`)
    })
}
