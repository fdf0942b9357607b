import type { Duration, ModelProperty, ShareText } from './model-property.ts'

/** What may be collected under one name, by whom it is owned and what for. */
export type ModelEvent = {
  readonly owner: string
  /** What it is collected for; analytics otherwise. */
  readonly purpose?: string
  readonly description?: string
  readonly priority?: 'high' | 'normal' | 'low'
  /** Who may send it; anybody otherwise. */
  readonly source?: 'client' | 'server' | 'any'
  /** The moment at which it is sent. */
  readonly trigger?: string
  /** What it says is taken as what really happened. */
  readonly truth?: boolean
  /** The purpose that must be among those a sender has consent for. */
  readonly consent?: string
  /** How long it is kept; for ever otherwise. */
  readonly retention?: Duration
  readonly retentionDays?: number
  readonly freshnessMinutes?: number
  /** What is right for it; what was usual in past weeks otherwise. */
  readonly expect?: {
    /** Silence longer than this is a warning. */
    readonly freshness?: Duration
    readonly duplicates?: ShareText
    readonly missing?: ShareText
    readonly duplicatesMax?: number
    readonly missingMax?: number
    /** The share of the values of `by` in the event `against` that must occur in this one too. */
    readonly completeness?: { readonly against: string; readonly by: string; readonly min: number }
  }
  readonly properties?: { readonly [property: string]: ModelProperty }
}

/** A dimension: `$field` of the context or `event.property`, alone or with its name. */
export type ModelDimension = string | { readonly name?: string; readonly description?: string; readonly source: string }
