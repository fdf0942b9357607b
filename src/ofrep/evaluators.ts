import type { Configuration } from '../contract/configuration.ts'
import { compile, type Evaluator } from '../core/evaluate/compile.ts'

/** The evaluator of a configuration, compiled when it is first asked for and kept as long as the configuration is. */
export function evaluatorSource(): (configuration: Configuration) => Evaluator {
  const made = new WeakMap<Configuration, Evaluator>()
  return configuration => {
    const known = made.get(configuration)
    if (known !== undefined) return known
    const evaluator = compile(configuration)
    made.set(configuration, evaluator)
    return evaluator
  }
}
