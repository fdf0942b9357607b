import type { Configuration } from '../../contract/configuration.ts'
import { allParts } from './all-parts.ts'
import type { Context } from './context.ts'
import { evaluate } from './evaluate.ts'
import { compileFlags } from './program.ts'
import type { Resolution } from './resolution.ts'
import { type Trace, traceOf } from './trace.ts'

/**
 * A configuration ready to answer. Nothing here throws, whatever the context holds; a trace is the same walk as a
 * resolution, with notes taken.
 */
export type Evaluator = {
  readonly resolve: (flag: string, context: Context) => Resolution
  readonly trace: (flag: string, context: Context) => Trace
  readonly flagKeys: readonly string[]
}

/** Compiles a configuration once, with every part of the evaluator, so that evaluating is only calling closures. */
export function compile(configuration: Configuration): Evaluator {
  const programs = compileFlags(configuration, allParts)
  return {
    resolve: (key, context) => evaluate(programs.get(key), key, context),
    trace: (key, context) => traceOf(programs.get(key), key, context),
    flagKeys: Array.from(programs.keys()),
  }
}
