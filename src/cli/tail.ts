import type { Command } from 'commander'
import type { TailMessage } from '../contract/live.ts'
import { live } from '../contract/telemetry-routes.ts'
import { eventReader } from '../edge/event-reader.ts'
import { failure } from './failure.ts'
import { tailLine } from './tail/line.ts'

type Flags = {
  url: string
  token?: string
  project: string
  json?: boolean
  event?: string
  verdict?: string
  environment?: string
  unit?: string
  platform?: string
}

const messageLengthMax = 4 * 1024 * 1024

/** `assay tail`: events as they come in, one a line, until Ctrl-C. */
export function tailCommand(program: Command): void {
  program
    .command('tail')
    .description('show events as they come in, with their verdicts')
    .requiredOption('--project <key>', 'the project')
    .option('--url <url>', 'a running server', 'http://127.0.0.1:4000')
    .option('--token <token>', 'token with the role analyst, or ASSAY_TOKEN')
    .option('--event <name>', 'only this event')
    .option('--verdict <verdict>', 'only valid, quarantined or duplicate ones')
    .option('--environment <key>', 'only this environment')
    .option('--unit <id>', 'only those of one user, device, session, ...')
    .option('--platform <platform>', 'only those from one platform')
    .option('--json', 'every message as JSON')
    .action(async (flags: Flags) => {
      const write = (message: TailMessage) =>
        void process.stdout.write(`${flags.json === true ? JSON.stringify(message) : tailLine(message)}\n`)
      await tail(flags, write)
    })
}

/** Reads the stream of a server and gives every message to `write`; ends when the server ends it or `signal` comes. */
export async function tail(flags: Flags, write: (message: TailMessage) => void, signal?: AbortSignal): Promise<void> {
  const token = flags.token ?? process.env.ASSAY_TOKEN
  if (token === undefined)
    throw failure(
      'a server needs a token',
      'Give --token, or set ASSAY_TOKEN; the first start of the server printed one.',
    )
  const address = new URL(live.stream.path.replace('{project}', encodeURIComponent(flags.project)), flags.url)
  for (const name of Object.keys(live.stream.query.shape) as (keyof typeof live.stream.query.shape)[]) {
    const wanted = flags[name]
    if (wanted !== undefined) address.searchParams.set(name, wanted)
  }
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(address, signal === undefined ? { headers } : { headers, signal })
  if (!response.ok || response.body === null)
    throw failure(
      `the server answered ${response.status}: ${await response.text()}`,
      'Check the token and the project.',
    )
  const read = eventReader(messageLengthMax)
  for await (const bytes of response.body) {
    for (const item of read(bytes)) if (typeof item === 'object' && 'data' in item) write(JSON.parse(item.data))
  }
}
