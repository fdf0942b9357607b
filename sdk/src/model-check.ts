import type { contextFields } from '../../src/contract/event.ts'
import type { ModelEvent } from './model-event.ts'
import type { Metric, Part, Where } from './model-metric.ts'

type Props<Event> = Event extends { readonly properties: infer P } ? P : Record<never, never>
type Text<T> = T extends `${infer Kind}!` ? Kind : T
type KindOf<P> = P extends readonly string[] ? 'string' : P extends { readonly type: infer T } ? Text<T> : Text<P>
type TextsOf<P> = P extends readonly (infer V)[] ? V : P extends { readonly values: readonly (infer V)[] } ? V : string

/** What events can be filtered by: the values of a property, none for a moment. */
type FilterOf<P> = {
  string: TextsOf<P>
  number: number
  integer: number
  boolean: boolean
  timestamp: never
}[KindOf<P> & ('string' | 'number' | 'integer' | 'boolean' | 'timestamp')]

type NumberFault<Event, E extends string, N extends string> = [N] extends [never]
  ? never
  : N extends keyof Props<Event>
    ? KindOf<Props<Event>[N]> extends 'number' | 'integer'
      ? never
      : `${E}.${N} is no number`
    : `event ${E} has no property ${N}`

type WhereFault<Event, E extends string, W extends Where> = {
  [K in keyof W & string]: K extends keyof Props<Event>
    ? W[K][number] extends FilterOf<Props<Event>[K]>
      ? never
      : `${E}.${K} is never ${W[K][number]}`
    : `event ${E} has no property ${K}`
}[keyof W & string]

type PartFault<Events, R> =
  R extends Part<infer E, infer N, infer W>
    ? E extends keyof Events
      ? NumberFault<Events[E], E, N> | WhereFault<Events[E], E, W>
      : `there is no event ${E}`
    : never

type Unless<Fault, T> = [Fault] extends [never] ? T : { readonly fault: Fault }

/** The metrics themselves where every event and property they read is there and fits, else what is wrong. */
export type CheckedMetrics<Events, M> = {
  readonly [K in keyof M]: M[K] extends Metric<infer R> ? Unless<PartFault<Events, R>, M[K]> : never
}

type PropertyFault<Event, E extends string, P extends string> = P extends keyof Props<Event>
  ? Props<Event>[P] extends { readonly privacy: unknown }
    ? `${E}.${P} is personal, and segments are named by its values`
    : never
  : `event ${E} has no property ${P}`

type SourceFault<Events, S> = S extends `$${infer Field}`
  ? Field extends (typeof contextFields)[number]
    ? never
    : `the context has no ${Field}`
  : S extends `${infer E}.${infer P}`
    ? E extends keyof Events
      ? PropertyFault<Events[E], E, P>
      : `there is no event ${E}`
    : 'a source is $FIELD of the context or EVENT.PROPERTY'

/** The dimensions themselves where their sources are there, else what is wrong. */
export type CheckedDimensions<Events, D> = {
  readonly [K in keyof D]: Unless<SourceFault<Events, D[K] extends { readonly source: infer S } ? S : D[K]>, D[K]>
}

type CarriesFault<Event, E extends string, P extends string> = P extends keyof Props<Event>
  ? never
  : `event ${E} has no property ${P}`

type ExpectationFault<Events, K extends string> = Events[K & keyof Events] extends {
  readonly expect: {
    readonly completeness: { readonly against: infer A extends string; readonly by: infer P extends string }
  }
}
  ?
      | CarriesFault<Events[K & keyof Events], K, P>
      | (A extends keyof Events ? CarriesFault<Events[A], A, P> : `there is no event ${A}`)
  : never

type FieldFault<Event> = `an event has no field ${Exclude<keyof Event, keyof ModelEvent> & string}`

/** The events themselves where every field is one and what their completeness is measured against is there, else what is wrong. */
export type CheckedEvents<E> = {
  readonly [K in keyof E]: Unless<FieldFault<E[K]> | ExpectationFault<E, K & string>, E[K]>
}
