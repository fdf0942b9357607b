import type { Flag, Rule } from '../../contract/flag.ts'

/** What a rule of a flag serves an experiment by. */
export type Served = { key: string; environment: string }

/** The rules of a flag that serve an experiment. */
export function servingRules(flag: Flag, { key, environment }: Served): Rule[] {
  return (flag.environments[environment]?.rules ?? []).filter(
    ({ serve }) => 'experiment' in serve && serve.experiment === key,
  )
}

/** The rules of the environment with one that serves the experiment under a condition: the one there is, or a new first one. */
export function rulesServing(flag: Flag, served: Served, condition: Rule['condition']): Rule[] {
  const rules = flag.environments[served.environment]?.rules ?? []
  const [present] = servingRules(flag, served)
  if (present !== undefined)
    return rules.map(rule => {
      if (rule !== present) return rule
      const { condition: _before, ...rest } = rule
      return condition === undefined ? rest : { ...rest, condition }
    })
  const taken = new Set(rules.map(({ id }) => id))
  const base = served.key.slice(0, 90)
  let id = base
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`
  return [{ id, ...(condition === undefined ? {} : { condition }), serve: { experiment: served.key } }, ...rules]
}

/** The rules of the environment without those that serve the experiment. */
export function rulesWithout(flag: Flag, served: Served): Rule[] {
  const serving = new Set(servingRules(flag, served))
  return (flag.environments[served.environment]?.rules ?? []).filter(rule => !serving.has(rule))
}

/** What of a flag's environment has to be said to set its rules; an environment the flag is silent about starts off. */
export function targetingPatch(flag: Flag, environment: string, rules: Rule[], on?: true) {
  const silent = flag.environments[environment] === undefined ? { on: false, fallthrough: flag.off } : {}
  return { environments: { [environment]: { ...silent, rules, ...(on === undefined ? {} : { on }) } } }
}
