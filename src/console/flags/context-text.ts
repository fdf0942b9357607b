import type { Condition } from '../../contract/condition.ts'
import type { Json } from '../../contract/name.ts'
import { isWritten } from '../../core/evaluate/condition-text.ts'
import { leavesOf } from '../../core/evaluate/definitions.ts'
import { literalOf } from '../conditions/literal.ts'
import type { Vocabulary } from '../conditions/use-vocabulary.ts'
import type { DraftFlag } from './draft-flag.ts'

/** A line of the form that describes who is asking. */
export type ContextLine = { attribute: string; text: string }

/** Who is asking, as it is written: in lines, or as JSON. The JSON counts while it is shown. */
export type ContextDraft = { lines: ContextLine[]; json: string; asJson: boolean }

/** Who the lines describe: every value in its attribute's type, empty ones left out. */
export function contextOfLines(lines: readonly ContextLine[], vocabulary: Vocabulary): Record<string, Json> {
  return Object.fromEntries(
    lines
      .filter(({ attribute, text }) => attribute !== '' && text !== '')
      .map(({ attribute, text }) => [
        attribute,
        attribute === 'targetingKey' ? text : literalOf(text, vocabulary.attributes.get(attribute)?.type),
      ]),
  )
}

/** Who a pasted JSON describes, or undefined while it is no object. */
export function contextOfJson(json: string): Record<string, Json> | undefined {
  try {
    const value = JSON.parse(json.trim() === '' ? '{}' : json) as Json
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    // Half-written JSON describes nobody yet.
    return undefined
  }
}

/** Who a draft describes; undefined while it cannot be read. */
export function contextOf({ lines, json, asJson }: ContextDraft, vocabulary: Vocabulary) {
  return asJson ? contextOfJson(json) : contextOfLines(lines, vocabulary)
}

/** The lines to start from: who it is, and what the rules of the environment ask about. */
export function startingLines(flag: DraftFlag, environment: string, audiences: ReadonlyMap<string, Condition>) {
  const attributes = new Set<string>()
  const seen = new Set<string>()
  const visit = (condition: Condition): void => {
    for (const leaf of leavesOf(condition)) {
      if ('attribute' in leaf) attributes.add(leaf.attribute)
      else if (!seen.has(leaf.audience)) {
        seen.add(leaf.audience)
        const inner = audiences.get(leaf.audience)
        if (inner !== undefined) visit(inner)
      }
    }
  }
  for (const { condition } of flag.environments[environment]?.rules ?? [])
    if (condition !== undefined && isWritten(condition)) visit(condition)
  return [{ attribute: 'targetingKey', text: 'user-1' }, ...[...attributes].map(attribute => ({ attribute, text: '' }))]
}
