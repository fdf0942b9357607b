import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { calculation } from '../calculators/calculation.ts'
import { calculators } from '../contract/calculators.ts'
import { failure } from './failure.ts'

/** `assay calc`: the statistics of the reports on numbers given by hand, JSON in and JSON out. */
export function calcCommand(program: Command): void {
  program
    .command('calc')
    .description('recompute a number: reads JSON on standard input, writes JSON on standard output')
    .argument('<name>', 'the calculator')
    .addHelpText('after', () => {
      const rows = Object.entries(calculators).map(([name, { description }]) => `  ${name.padEnd(20)} ${description}`)
      return `\nCalculators:\n${rows.join('\n')}`
    })
    .action(async (name: string) => {
      process.stdout.write(calculated(name, await text(process.stdin)))
    })
}

/** The answer of a calculator to JSON text, as text; fails with what to correct. */
export function calculated(name: string, input: string): string {
  const done = calculation(name, jsonIn(input))
  if ('unknown' in done) throw failure(done.unknown, done.hint)
  if ('issues' in done)
    throw failure(
      ['The input does not fit:', ...done.issues.map(({ path, message }) => `  ${path || '/'}: ${message}`)].join('\n'),
      done.hint,
    )
  return `${JSON.stringify(done.answer)}\n`
}

function jsonIn(input: string): unknown {
  try {
    return JSON.parse(input.trim() === '' ? '{}' : input)
  } catch (error) {
    throw failure(
      `the input is not JSON: ${(error as Error).message}`,
      'Try: echo \'{"p":[0.01,0.04],"method":"holm"}\' | assay calc adjust',
    )
  }
}
