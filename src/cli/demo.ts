import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@assay/sdk'
import type { Command } from 'commander'
import shopModel from '../../examples/shop/model.ts'
import { readConfig } from '../config.ts'
import { reports } from '../contract/routes.ts'
import { reportText } from '../core/report/text.ts'
import { driveShop } from '../demo/drive.ts'
import { setUpShop } from '../demo/setup.ts'
import * as shop from '../demo/shop.ts'
import { shopperSteps, trueEffects } from '../demo/traffic.ts'
import { disagreements } from '../demo/verdict.ts'
import { apiClient } from '../http/client.ts'
import { startServer } from '../main.ts'
import { builtFolder } from '../web/routes.ts'
import { demoFarewell } from './demo-farewell.ts'
import { failure } from './failure.ts'
import { progressOn } from './progress.ts'
import { untilStopped } from './serve.ts'

const dayMs = 86_400_000
const days = 14

type Flags = { once?: boolean; shoppers: number; seed: number; port: string; data: string }

/** `assay demo`: the whole job, for real, in one command. */
export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description('a simpler checkout is tried on shoppers above 65: flag, experiment, traffic through the SDK, report')
    .option('--once', 'exit after the report instead of serving on')
    .option('--shoppers <count>', 'how many shoppers come', Number, 20_000)
    .option('--seed <number>', 'the same seed gives the same shoppers', Number, 65)
    .option('--port <port>', 'port to serve on; 0 takes a free one', '4000')
    .option('--data <folder>', 'data folder, emptied first', './demo-data')
    .action(async (flags: Flags) => {
      const found = await runDemo(flags, process.stdout, process.stderr)
      if (found.length > 0)
        throw failure(
          `The report misses the truth:\n${found.map(line => `  ${line}`).join('\n')}`,
          'This is a defect; please report it with the seed.',
        )
    })
}

type Output = Parameters<typeof progressOn>[0]

/** What it serves afterwards: another console than the built one, and until when. */
type Serving = { consoleDir?: string; until?: () => Promise<void> }

/** Runs the demo and returns what the report got wrong; nothing is what it should be. */
export async function runDemo(
  flags: Flags,
  output: Output,
  progressOutput: Output,
  { consoleDir, until = () => untilStopped(async () => {}) }: Serving = {},
): Promise<string[]> {
  const startedMs = Date.now()
  rmSync(flags.data, { recursive: true, force: true })
  // Two weeks pass in seconds: server, SDK and shoppers share this clock until the traffic ends.
  let clock: number | undefined = startedMs - days * dayMs
  const now = () => clock ?? Date.now()
  const read = readConfig(
    {},
    {
      dataDir: flags.data,
      port: flags.port,
      logLevel: 'warn',
      loadIntervalMs: 250,
      ...(consoleDir === undefined ? {} : { consoleDir }),
    },
  )
  if ('errors' in read) throw failure(read.errors.join('\n'), 'assay demo --help lists the options.')
  const server = await startServer(read.config, { now })
  try {
    const token = server.welcome?.token ?? ''
    const call = apiClient({ url: server.url, token })
    output.write(`${shop.experiment.name}\n"${shop.experiment.hypothesis}"\n\n`)
    const key = await setUpShop(call)
    output.write(
      `Pushed examples/shop/model.ts: ${countOf(shopModel.events)} events, ${countOf(shopModel.dimensions)} dimensions, ${countOf(shopModel.metrics)} metrics.\nSet up through the API: audience "age above 65", flag, experiment; started.\n`,
    )

    const steps = shopperSteps({ count: flags.shoppers, seed: flags.seed, fromMs: now(), untilMs: startedMs - 60_000 })
    const client = createClient({ url: server.url, key, now })
    await client.ready(5000)
    const progress = progressOn(progressOutput, 'Shopping', steps.length, Date.now)
    const tally = await driveShop({
      client,
      steps,
      setClock: ms => {
        clock = ms
      },
      onProgress: done => {
        const day = Math.min(days, 1 + Math.floor((now() - (startedMs - days * dayMs)) / dayMs))
        progress.update(done, `day ${day} of ${days}`)
      },
    })
    await client.close()
    clock = undefined
    const exposures = Object.values(tally.exposed).reduce((sum, units) => sum + units, 0)
    progress.end(
      `${flags.shoppers.toLocaleString('en')} shoppers in ${days} days, ${(tally.events + exposures).toLocaleString('en')} events, ${exposures.toLocaleString('en')} of them exposures`,
    )
    await server.settle()

    const { body: report } = await call(reports.report, { params: { project: shop.project, key: shop.experimentKey } })
    const truth = trueEffects()
    output.write(`\n${reportText(report, { colour: output.isTTY === true, truth: byVariant(truth) })}\n`)
    const found = disagreements(report, truth, tally)
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1)
    output.write(
      found.length === 0
        ? `The report agrees with the truth on every metric (seed ${flags.seed}, ${seconds} s).\n`
        : `The report misses the truth (seed ${flags.seed}).\n`,
    )
    if (!flags.once && found.length === 0) {
      output.write(
        demoFarewell({
          url: server.url,
          link: server.ownerLink(`/p/${shop.project}/experiments/${shop.experimentKey}/report`),
          token,
          data: flags.data,
          built: existsSync(join(consoleDir ?? builtFolder, 'index.html')),
          bold: output.isTTY === true,
        }),
      )
      await until()
    }
    return found
  } finally {
    await server.close()
  }
}

function countOf(definitions: object): number {
  return Object.keys(definitions).length
}

/** The true difference of every metric, for the one variant that differs. */
function byVariant(truth: Record<string, number>): Record<string, Record<string, number>> {
  return Object.fromEntries(Object.entries(truth).map(([metric, effect]) => [metric, { simple: effect }]))
}
