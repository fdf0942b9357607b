import { definedNameOf } from '../core/model/snake-name.ts'
import type { Allocation } from './allocation.ts'
import { exposureOf, flagOf, isEvaluation } from './evaluation.ts'
import { type EventRules, eventNameOf, eventOf, fingerprintOf } from './event.ts'
import type { LogRecord } from './record.ts'

/** What the records of a request came to: events for the pipeline, the flags evaluated, and how many were none and why. */
export type Collected = {
  events: Record<string, unknown>[]
  evaluated: Set<string>
  nameless: number
  unitless: number
}

/**
 * Makes events of log records. An evaluation that is no exposure has nothing to measure, so it becomes an event only where
 * the project defines one for it.
 */
export function collect(
  records: readonly LogRecord[],
  rules: EventRules & { allocation: Allocation | undefined },
): Collected {
  const collected: Collected = { events: [], evaluated: new Set(), nameless: 0, unitless: 0 }
  const seen = new Map<string, number>()
  for (const record of records) {
    const name = eventNameOf(record)
    if (name === '') {
      collected.nameless += 1
      continue
    }
    const fingerprint = fingerprintOf(record)
    const occurrence = seen.get(fingerprint) ?? 0
    seen.set(fingerprint, occurrence + 1)
    if (!isEvaluation(record)) {
      collected.events.push(eventOf(record, rules, occurrence))
      continue
    }
    const flag = flagOf(record)
    if (flag !== undefined) collected.evaluated.add(flag)
    const exposure = rules.allocation && exposureOf(record, rules.allocation, rules, occurrence)
    if (exposure === 'no-unit') collected.unitless += 1
    else if (exposure !== undefined) collected.events.push(exposure)
    else if (rules.isDefined(definedNameOf(name, rules.isDefined)))
      collected.events.push(eventOf(record, rules, occurrence))
  }
  return collected
}
