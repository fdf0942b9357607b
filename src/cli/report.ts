import type { Command } from 'commander'
import { reports, resources } from '../contract/routes.ts'
import { reportText } from '../core/report/text.ts'
import type { ApiClient } from '../http/client.ts'
import { connect, type Where } from './connection.ts'
import { failure } from './failure.ts'

type Flags = Where & { project?: string; phase?: number; json?: boolean }

/** `assay report`: health, lift and significance of an experiment in the terminal. */
export function reportCommand(program: Command): void {
  program
    .command('report')
    .description('show what an experiment has shown so far')
    .argument('[experiment]', 'key of the experiment (default: the only one)')
    .option('--project <key>', 'its project (default: the only one)')
    .option('--phase <number>', 'phase of the experiment (default: the last)', Number)
    .option('--json', 'the whole report as JSON')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', 'token for the server, or ASSAY_TOKEN')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async (experiment: string | undefined, flags: Flags) => {
      process.stdout.write(await readReport(experiment, flags, process.stdout.isTTY === true))
    })
}

/** The report as text. */
export async function readReport(experiment: string | undefined, flags: Flags, colour: boolean): Promise<string> {
  const connection = await connect(flags)
  try {
    const key = await findExperiment(connection.call, flags.project, experiment)
    const { body } = await connection.call(reports.report, {
      params: key,
      query: flags.phase === undefined ? {} : { phase: flags.phase },
    })
    return flags.json ? `${JSON.stringify(body, null, 2)}\n` : reportText(body, { colour })
  } finally {
    await connection.close()
  }
}

/** The experiment meant when not everything is said: the only one there is. */
async function findExperiment(call: ApiClient, project: string | undefined, experiment: string | undefined) {
  const projects =
    project === undefined
      ? (await call(resources.projects.list, { params: {} })).body.items.map(({ key }) => key)
      : [project]
  const found: { project: string; key: string }[] = []
  for (const owner of projects) {
    const { items } = (await call(resources.experiments.list, { params: { project: owner } })).body
    found.push(
      ...items
        .filter(({ key, run }) => (experiment === undefined ? run.phases.length > 0 : key === experiment))
        .map(({ key }) => ({ project: owner, key })),
    )
  }
  const [only] = found
  if (only && found.length === 1) return only
  if (!only)
    throw failure(
      experiment === undefined ? 'no experiment has started yet' : `there is no experiment ${experiment}`,
      'assay import FILE makes one from a file; npm run demo shows a whole one.',
    )
  const choices = found.map(({ project: owner, key }) => `  assay report --project ${owner} ${key}`)
  throw failure('there is more than one experiment', `Choose one:\n${choices.join('\n')}`)
}
