import type { Case, User } from '../evaluate-case.ts'

type Core = {
  FlagdCore: new () => {
    setConfigurations: (json: string) => void
    resolveBooleanEvaluation: (flag: string, standard: boolean, context: object) => { value: boolean }
  }
}

/** flagd's evaluator: JSON logic, `fractional` for the split. */
export function flagd({ flags }: Case, load: (name: '@openfeature/flagd-core') => unknown) {
  const { FlagdCore } = load('@openfeature/flagd-core') as Core
  const core = new FlagdCore()
  const targeting = (rules: Case['flags'][number]['rules']) => ({
    if: [
      ...rules.flatMap(({ above, countries }, i) => [
        { and: [{ '>': [{ var: 'age' }, above] }, { in: [{ var: 'country' }, countries] }] },
        i === rules.length - 1
          ? {
              fractional: [
                ['on', 50],
                ['off', 50],
              ],
            }
          : 'off',
      ]),
      'off',
    ],
  })
  core.setConfigurations(
    JSON.stringify({
      flags: Object.fromEntries(
        flags.map(({ key, rules }) => [
          key,
          { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'off', targeting: targeting(rules) },
        ]),
      ),
    }),
  )
  return {
    contextOf: ({ id, age, country }: User) => ({ targetingKey: id, age, country }),
    evaluate: (flag: string, context: object) => core.resolveBooleanEvaluation(flag, false, context).value,
  }
}
