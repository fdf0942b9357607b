#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { backupCommand, restoreCommand } from './backup.ts'
import { calcCommand } from './calc.ts'
import { codegenCommand } from './codegen.ts'
import { demoCommand } from './demo.ts'
import { edgeCommand } from './edge.ts'
import { eraseCommand } from './erase.ts'
import { explained } from './failure.ts'
import { importCommand } from './import.ts'
import { linkCommand } from './link.ts'
import { planCommand } from './plan.ts'
import { pullCommand } from './pull.ts'
import { pushCommand } from './push.ts'
import { queryCommand } from './query.ts'
import { rebuildCommand } from './rebuild.ts'
import { reportCommand } from './report.ts'
import { serveCommand } from './serve.ts'
import { tailCommand } from './tail.ts'
import { tokenCommand } from './token.ts'

const program = new Command('assay')
  .description('Feature flags, experiments and the telemetry they stand on, in one process.')
  .showHelpAfterError('(assay --help lists what there is)')
  .exitOverride()

for (const add of [
  serveCommand,
  edgeCommand,
  demoCommand,
  importCommand,
  reportCommand,
  queryCommand,
  tokenCommand,
  planCommand,
  pushCommand,
  pullCommand,
  codegenCommand,
  linkCommand,
  rebuildCommand,
  backupCommand,
  restoreCommand,
  eraseCommand,
  calcCommand,
  tailCommand,
])
  add(program)
// A subcommand reports its own usage errors the way the program does.
for (const command of program.commands) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    process.stderr.write(`\n${explained(error)}\n`)
    process.exitCode = 1
  }
}
