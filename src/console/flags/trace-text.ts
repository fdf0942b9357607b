import type { Condition } from '../../contract/condition.ts'
import { conditionText } from '../../core/evaluate/condition-text.ts'
import type { ServingNames } from '../../core/evaluate/serving-text.ts'
import type { ConditionTrace, RuleTrace, Trace } from '../../core/evaluate/trace.ts'

/** One line of an explained condition. */
export type ConditionLine = { at: string; text: string; matched: boolean; note: string | undefined; level: number }

/** A condition with what became of each part of it, line by line. */
export function conditionLines(
  condition: Condition,
  trace: ConditionTrace,
  around: { names: ServingNames; context: Readonly<Record<string, unknown>> },
  at = '0',
): ConditionLine[] {
  const level = at.split('.').length - 1
  const said = stripped(condition)
  const parts = trace.parts ?? []
  const { matched, negated } = trace
  if ('all' in said || 'any' in said) {
    const inner = 'all' in said ? said.all : said.any
    const every = 'all' in said !== negated
    return [
      { text: every ? 'all of these hold' : 'any of these holds', matched, note: undefined, level, at },
      ...inner.flatMap((part, index) => {
        const found = parts[index]
        return found === undefined ? [] : conditionLines(part, found, around, `${at}.${index}`)
      }),
    ]
  }
  const text = conditionText({ ...said, negate: negated } as Condition, around.names)
  return [{ text, matched, note: noteOf(trace, around.context), level, at }]
}

/** The trace has no lines of its own for `not`: it tells each part turned round already. */
function stripped(condition: Condition): Exclude<Condition, { not: Condition }> {
  return 'not' in condition ? stripped(condition.not) : condition
}

function noteOf(
  { problem, attribute }: ConditionTrace,
  context: Readonly<Record<string, unknown>>,
): string | undefined {
  if (problem === 'missing') return `${attribute} is not known`
  if (problem === 'wrong-type') return `${JSON.stringify(context[attribute ?? ''])} cannot be compared`
  if (problem === 'unknown') return 'what it refers to is not there'
  if (problem === 'circular') return 'the audience contains itself'
  if (attribute === undefined || !Object.hasOwn(context, attribute)) return undefined
  return `it is ${JSON.stringify(context[attribute])}`
}

const outcomes: Record<RuleTrace['outcome'], string> = {
  served: 'holds, and serves',
  condition: 'does not hold',
  outside: 'holds, but this unit is outside of the share it covers',
  'held-out': 'holds, but this unit is held out of experiments',
  'unit-missing': 'holds, but who is asking has no id to share out by',
  'not-running': 'holds, but its experiment is not running',
}

/** What became of a rule, in words. */
export function outcomeText({ outcome }: RuleTrace): string {
  return outcomes[outcome]
}

/** Why the answer is what it is, in words. */
export function reasonText({ resolution, prerequisites }: Trace): string {
  const { reason, rule, errorMessage } = resolution
  if (reason === 'ERROR') return errorMessage ?? 'it failed'
  if (reason === 'DISABLED')
    return prerequisites.some(({ met }) => !met) ? 'a prerequisite is not met' : 'the flag is off here'
  if (rule !== undefined) return reason === 'SPLIT' ? `shared out by ${rule}` : `by ${rule}`
  return reason === 'STATIC' ? 'there is no rule' : 'no rule serves'
}
