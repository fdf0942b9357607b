import { basename } from 'node:path'
import type { Command } from 'commander'
import { connect, type Where } from './connection.ts'
import { failure } from './failure.ts'
import { chooseMapping, type MappingFlags } from './import/choice.ts'
import { slug } from './import/mapping.ts'
import { profileOf } from './import/profile.ts'
import { fileBytes } from './import/rows.ts'
import { runImport } from './import/run.ts'
import { ensureExperiment, ensureProject, propertyTypes } from './import/setup.ts'
import { readState, sourceOf } from './import/state.ts'
import { progressOn } from './progress.ts'

type Flags = Where & MappingFlags & { project?: string; environment: string; experiment?: string; rejects?: string }

const list = (value: string, before: string[] = []) => [...before, value]

/** `assay import FILE`: a CSV or NDJSON file becomes events; variants assigned elsewhere become exposures. */
export function importCommand(program: Command): void {
  program
    .command('import')
    .description('import a CSV or NDJSON file (plain or .gz); run it again after an interruption and it goes on')
    .argument('<file>', 'the file')
    .option('--project <key>', 'project to import into, made when missing (default: named after the file)')
    .option('--environment <key>', 'environment to import into', 'production')
    .option('--experiment <key>', 'experiment the units were in (default: named after the file)')
    .option('--mapping <file>', 'JSON file that says what the columns mean, instead of the options below')
    .option('--variant <column>', 'a row per unit: the variant it was given elsewhere')
    .option('--control <value>', 'the value of the variant column that is the control')
    .option('--weight <value=percent>', 'designed share of a variant (default: equal shares)', list)
    .option('--unit <column>', 'what identifies the unit (default: the row number)')
    .option('--outcome <column>', 'what came of it, COLUMN, COLUMN:proportion or COLUMN:mean', list)
    .option('--before <outcome=column>', 'the same thing before the experiment, to reduce variance with', list)
    .option('--ratio <name=numerator/denominator>', 'a metric that divides one outcome by another', list)
    .option('--event <name>', 'a row per event: all rows are this event')
    .option('--event-column <column>', 'a row per event: the column with its name')
    .option('--time <column>', 'when it happened')
    .option('--id <column>', 'what identifies the event (default: file and row)')
    .option('--unit-field <field=column>', 'which column identifies which unit, such as user_id=customer', list)
    .option('--property <property=column>', 'a column whose name differs from its property', list)
    .option('--rejects <file>', 'where rows that cannot be imported go (default: FILE.rejects.ndjson here)')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', 'token for the server, or ASSAY_TOKEN')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async (file: string, flags: Flags) => {
      await importFile(file, flags, process.stderr, Date.now)
    })
}

type Output = Parameters<typeof progressOn>[0]

/** Imports one file and says in the end what became of its rows. */
export async function importFile(file: string, flags: Flags, output: Output, now: () => number): Promise<void> {
  const bytes = bytesOf(file)
  const reading = progressOn(output, 'Reading', bytes, now)
  const profile = await profileOf(file, read => reading.update(read))
  reading.end(`${profile.rows.toLocaleString('en')} rows, ${profile.columns.length} columns`)
  const { mapping, guessed } = chooseMapping(flags, profile, basename(file))
  if (guessed)
    output.write(
      `No mapping was given; going by this guess (save it, correct it, and give it with --mapping):\n${JSON.stringify(mapping, null, 2)}\n`,
    )

  const name = slug(basename(file).replace(/\.(csv|tsv|ndjson|jsonl)?(\.gz)?$/i, ''))
  const target = {
    project: flags.project ?? name,
    environment: flags.environment,
    experiment: flags.experiment ?? name,
  }
  const connection = await connect(flags, now)
  try {
    const source = sourceOf(file, mapping, { ...target, url: flags.url ?? '' })
    const known = readState(connection.dataDir, source)
    if (known?.finished) {
      output.write(`This file was imported before (${known.sent.toLocaleString('en')} events); nothing was done.\n`)
      return
    }
    const state = known ?? {
      source,
      defaultTimeMs: now() - 60_000,
      rowsDone: 0,
      sent: 0,
      duplicate: 0,
      rejected: 0,
      finished: false,
    }
    await ensureProject(connection.call, target.project)
    const startedAtMs = mapping.rows === 'units' && mapping.time !== undefined ? 0 : state.defaultTimeMs
    if (mapping.rows === 'units') await ensureExperiment(connection.call, target, mapping, profile, startedAtMs)
    const types = await propertyTypes(connection.call, target.project)
    const frame = { source, experiment: target.experiment, defaultTimeMs: state.defaultTimeMs, types }
    const progress = progressOn(
      output,
      state.rowsDone > 0 ? `Going on after row ${state.rowsDone}` : 'Importing',
      bytes,
      now,
    )
    const rejectsPath = flags.rejects ?? `${basename(file)}.rejects.ndjson`
    const done = await runImport({ connection, file, mapping, target, frame, state, rejectsPath, progress })
    const rejected =
      done.rejected === 0 ? 'none rejected' : `${done.rejected.toLocaleString('en')} rejected, see ${rejectsPath}`
    const duplicate = done.duplicate === 0 ? '' : `, ${done.duplicate.toLocaleString('en')} sent before`
    progress.end(
      `${done.sent.toLocaleString('en')} events from ${done.rowsDone.toLocaleString('en')} rows${duplicate}, ${rejected}`,
    )
    if (mapping.rows === 'units')
      output.write(`See what came of it: assay report --project ${target.project} ${target.experiment}\n`)
  } finally {
    await connection.close()
  }
}

function bytesOf(file: string): number {
  try {
    return fileBytes(file)
  } catch (error) {
    throw failure(`${file} cannot be read: ${(error as Error).message}`, 'Check the path.')
  }
}
