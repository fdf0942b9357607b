import type { Flag } from '../../contract/flag.ts'
import { conditionText, type Names } from '../../core/evaluate/condition-text.ts'
import type { KeptExperiment } from './kept-experiment.ts'
import { servingRules } from './serving.ts'

/** Who takes part, in words: 40 % of users for whom age is above 65; every user in audience Above 65. */
export function participantsText(experiment: KeptExperiment, flag: Flag | undefined, names: Names): string {
  const { unit, coverage } = experiment
  const share = coverage === 100 ? `Every ${unit}` : `${coverage} % of ${unit}s`
  const rules = flag === undefined ? [] : servingRules(flag, experiment)
  const everyone = rules.length === 0 || rules.some(({ condition }) => condition === undefined)
  if (everyone) return `${share} who ${coverage === 100 ? 'meets' : 'meet'} the flag`
  const conditions = rules.flatMap(({ condition }) => (condition === undefined ? [] : conditionText(condition, names)))
  return `${share} ${wordsBefore(conditions)}${conditions.join(', or ')}`
}

/** Being in an audience follows at once; anything else needs words before it. */
function wordsBefore(conditions: readonly string[]): string {
  return conditions.every(text => /^(not )?in audience /.test(text)) ? '' : 'for whom '
}
