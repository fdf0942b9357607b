import type { Command } from 'commander'
import { describeConfig, readConfig } from '../config.ts'
import { startServer } from '../main.ts'
import { failure } from './failure.ts'

/** `assay serve`: the server, until it is told to stop. */
export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('serve flags, take events, answer questions')
    .option('--port <port>', 'port to listen on')
    .option('--host <host>', 'address to listen on')
    .option('--data <folder>', 'data folder')
    .addHelpText('after', `\nEnvironment:\n${describeConfig()}`)
    .action(async (flags: { port?: string; host?: string; data?: string }) => {
      const { port, host, data } = flags
      const read = readConfig(process.env, {
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
        ...(data === undefined ? {} : { dataDir: data }),
      })
      if ('errors' in read) throw failure(read.errors.join('\n'), 'assay serve --help lists every option.')
      // Whoever reads our output may stop reading; that is no reason to stop serving.
      process.stdout.on('error', error => {
        if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
      })
      const server = await startServer(read.config, { now: Date.now })
      process.stdout.write(
        `Assay serves on ${server.url} (data in ${read.config.dataDir}, API reference at ${server.url}/docs)\n`,
      )
      if (server.welcome) {
        const { token, link } = server.welcome
        process.stdout.write(
          `\nThis is the first start. You are the owner.\n  Open, once and within a day:  ${link}\n  Token for programs, once:     ${token}\n\n`,
        )
      }
      await untilStopped(() => server.close())
    })
}

/** Waits for Ctrl-C or a termination, then closes; a second signal leaves at once (nothing acknowledged is lost by it). */
export async function untilStopped(close: () => Promise<void>): Promise<void> {
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  process.stderr.write('Stopping: answering what is under way, loading what was accepted.\n')
  await close()
}
