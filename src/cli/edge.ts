import { type Command, Option } from 'commander'
import { readConfig } from '../config.ts'
import { startEdge } from './edge/start.ts'
import { failure } from './failure.ts'
import { untilStopped } from './serve.ts'

type Flags = {
  upstream?: string
  key?: string
  clientKey: string[]
  port?: string
  host?: string
  data?: string
}

/** `assay edge`: a node that serves one environment's flags and takes its events, wherever the server is just now. */
export function edgeCommand(program: Command): void {
  program
    .command('edge')
    .description('serve flags and take events close to apps, also while the server is away')
    .addOption(new Option('--upstream <url>', 'the server it stands before').env('ASSAY_UPSTREAM'))
    .addOption(new Option('--key <key>', 'its server key').env('ASSAY_EDGE_KEY'))
    .option(
      '--client-key <key>',
      'a client key it accepts too; repeat for more',
      (key, keys: string[]) => [...keys, key],
      [],
    )
    .option('--port <port>', 'port to listen on')
    .option('--host <host>', 'address to listen on')
    .option('--data <folder>', 'folder for the kept configurations and events on their way')
    .action(async (flags: Flags) => {
      const { upstream, key, clientKey, port, host, data } = flags
      if (upstream === undefined || key === undefined || !URL.canParse(upstream))
        throw failure(
          'an edge needs the address of its server and a server key',
          'Give --upstream http://... and --key, or set ASSAY_UPSTREAM and ASSAY_EDGE_KEY.',
        )
      const read = readConfig(process.env, {
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
        ...(data === undefined ? {} : { dataDir: data }),
      })
      if ('errors' in read) throw failure(read.errors.join('\n'), 'assay serve --help lists every option.')
      const edge = await startEdge(read.config, { upstream, key, clientKeys: clientKey, now: Date.now })
      process.stdout.write(`An Assay edge serves on ${edge.url} for ${upstream} (data in ${read.config.dataDir})\n`)
      await untilStopped(() => edge.close())
    })
}
