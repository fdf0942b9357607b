import { exposureEvent } from '../contract/event.ts'
import { type Context, unitIdOf } from '../core/evaluate/context.ts'
import type { Allocation } from './allocation.ts'
import { contextOf } from './context.ts'
import { type EventRules, eventNameOf, idOf, timeMsOf } from './event.ts'
import type { LogRecord } from './record.ts'
import { unitsOf } from './units.ts'

/** The names a flag's evaluation has, and had in earlier semantic conventions; the current one first. */
const eventNames = ['feature_flag.evaluation', 'feature_flag']
const variantNames = ['feature_flag.result.variant', 'feature_flag.evaluation.variant', 'feature_flag.variant']
const reasonNames = ['feature_flag.result.reason', 'feature_flag.evaluation.reason']

/** Reasons that no experiment has. */
const otherReasons = new Set(['static', 'default', 'disabled', 'targeting_match', 'error'])

/** Whether a record says how a flag was evaluated. */
export function isEvaluation(record: LogRecord): boolean {
  return eventNames.includes(eventNameOf(record))
}

/** The flag that was evaluated. */
export function flagOf(record: LogRecord): string | undefined {
  return textIn(record, ['feature_flag.key'])
}

/**
 * The exposure that an evaluation is, undefined when no running experiment gave the unit this variant. Holdouts are left out:
 * a unit they kept away leaves no trace in an evaluation, and those they let through must not be counted alone.
 */
export function exposureOf(
  record: LogRecord,
  allocation: Allocation,
  rules: EventRules,
  occurrence: number,
): Record<string, unknown> | 'no-unit' | undefined {
  const flag = flagOf(record)
  const variant = textIn(record, variantNames)
  const reason = textIn(record, reasonNames)
  if (flag === undefined || variant === undefined || otherReasons.has(reason?.toLowerCase() ?? '')) return undefined
  const units = unitsOf(record, rules.unitFields)
  const targetingKey = textIn(record, ['feature_flag.context.id'])
  const context: Context = { ...units, ...(targetingKey === undefined ? {} : { targetingKey }) }
  const exposure = allocation(flag, variant, context)
  if (exposure === undefined || exposure === 'no-unit') return exposure
  return {
    ...units,
    [exposure.unitField]: unitIdOf(context, exposure.unit, exposure.unitField),
    id: idOf(record, occurrence),
    event: exposureEvent,
    time: timeMsOf(record) ?? rules.nowMs,
    context: contextOf(record),
    properties: { experiment: exposure.experiment, phase: exposure.phase, variant, flag, rule: exposure.rule },
  }
}

function textIn({ attributes }: LogRecord, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}
