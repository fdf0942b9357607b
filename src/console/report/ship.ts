import type { Flag } from '../../contract/flag.ts'

/** A flag whose rules serve a variant wherever they served an experiment; undefined when none does. */
export function shipped(flag: Flag, environment: string, experiment: string, variant: string): Flag | undefined {
  const targeting = flag.environments[environment]
  if (targeting === undefined) return undefined
  const serves = (rule: (typeof targeting.rules)[number]) =>
    'experiment' in rule.serve && rule.serve.experiment === experiment
  if (!targeting.rules.some(serves)) return undefined
  const rules = targeting.rules.map(rule => (serves(rule) ? { ...rule, serve: { variant } } : rule))
  return { ...flag, environments: { ...flag.environments, [environment]: { ...targeting, rules } } }
}
