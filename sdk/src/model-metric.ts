import type { Duration } from './model-property.ts'

/** Keeps only events whose property is one of the values. */
export type Where = { readonly [property: string]: readonly [Value, ...Value[]] }
type Value = string | number | boolean

/** What a metric reads of one event: the property it takes numbers from, and the values it filters by. */
export type Part<E extends string, N extends string = never, W extends Where = Record<never, never>> = {
  readonly event: E
  readonly number: N
  readonly where: W
}
type Filtered<R, W extends Where> = R extends Part<infer E, infer N, infer Old> ? Part<E, N, Old & W> : never

/** A step of a funnel: an event, or one filtered by its properties. */
export type Step = string | { readonly event: string; readonly where?: Where }
type PartOf<S> = S extends string
  ? Part<S>
  : S extends { readonly event: infer E extends string; readonly where: infer W extends Where }
    ? Part<E, never, W>
    : S extends { readonly event: infer E extends string }
      ? Part<E>
      : never

/** A metric as a model file holds it; R is what it reads, so that the model can be checked while it is written. */
export interface Metric<R> {
  readonly definition: { readonly kind: string }
  readonly reads?: R | undefined
  /** Its name for people; the key in words otherwise. */
  name(text: string): this
  describe(text: string): this
  owner(text: string): this
  /** Which way is good; up otherwise. */
  better(direction: 'up' | 'down'): this
  /** What the number is counted in: EUR, ms. */
  measure(text: string): this
}

export interface Proportion<R> extends Metric<R> {
  where<const W extends Where>(where: W): Proportion<Filtered<R, W>>
}
export interface Mean<R> extends Metric<R> {
  /** Sets unit totals above this quantile to it. */
  cap(quantile: number): this
  where<const W extends Where>(where: W): Mean<Filtered<R, W>>
}
export interface Funnel<R> extends Metric<R> {
  /** The time for all steps, from the first one on; a day otherwise. */
  within(time: Duration | { readonly days: number }): this
  /** Events that end a path between two steps. */
  excluding<const S extends readonly Step[]>(...steps: S): Funnel<R | PartOf<S[number]>>
}
export interface Retention<R> extends Metric<R> {
  where<const W extends Where>(where: W): Retention<Filtered<R, W>>
  /** The event that days are counted from; the same one otherwise. */
  since<const S extends Step>(start: S): Metric<R | PartOf<S>>
}
export interface Quantile<R> extends Metric<R> {
  where<const W extends Where>(where: W): Quantile<Filtered<R, W>>
  /** The quantile of the sums of the units, zeros included, instead of that of all events. */
  perUnit(): this
}
export interface Active<R> extends Metric<R> {
  /** The days up to the end of a bucket in which a unit counts: 1, 7, 28. */
  days(count: number): this
  where<const W extends Where>(where: W): Active<Filtered<R, W>>
}
/** What is added up per unit, as the part of a ratio. */
export interface Total<R> {
  readonly total: { readonly event: string; readonly property?: string; readonly where?: Where }
  readonly reads?: R | undefined
  where<const W extends Where>(where: W): Total<Filtered<R, W>>
}

/** The share of units with the event. */
export function proportion<const E extends string>(event: E): Proportion<Part<E>> {
  return draft({ kind: 'proportion', event })
}

/** How many events a unit has, or the sum of a numeric property of them, on average. */
export function mean<const E extends string, const P extends string = never>(event: E, property?: P): Mean<Part<E, P>> {
  return draft({ kind: 'mean', event, ...(property === undefined ? {} : { property }) })
}

/** One total by another: revenue by orders is the value of an order. */
export function ratio<A, B>(numerator: Total<A>, denominator: Total<B>): Metric<A | B> {
  return draft({ kind: 'ratio', numerator: numerator.total, denominator: denominator.total })
}

/** The sum of a numeric property. */
export function sum<const E extends string, const P extends string>(event: E, property: P): Total<Part<E, P>> {
  return totalOf({ event, property })
}

/** The number of events. */
export function count<const E extends string>(event: E): Total<Part<E>> {
  return totalOf({ event })
}

/** The share of units that come from the first step to the last, in order. */
export function funnel<const S extends readonly [Step, Step, ...Step[]]>(...steps: S): Funnel<PartOf<S[number]>> {
  return draft({ kind: 'funnel', steps })
}

/** The share of units that do it again on the n-th 24 hours after the start; say which by `day`. */
export function retention<const E extends string>(event: E): { day(number: number): Retention<Part<E>> } {
  return { day: number => draft({ kind: 'retention', event, day: number }) }
}

/** A quantile of a numeric property. */
export function quantile<const E extends string, const P extends string>(
  event: E,
  property: P,
  q: number,
): Quantile<Part<E, P>> {
  return draft({ kind: 'quantile', event, property, q })
}

/** How many units were active, by one event or by any. */
export function active(): Active<never>
export function active<const E extends string>(event: E): Active<Part<E>>
export function active(event?: string): Active<never> {
  return draft({ kind: 'active', ...(event === undefined ? {} : { event }) })
}

// Every draft has every method; which of them mean something is what the types of the kinds say.
function draft<M extends Metric<unknown>>(definition: { kind: string; [field: string]: unknown }): M {
  const field = (name: string) => (value: unknown) => draft({ ...definition, [name]: value })
  const methods = {
    definition,
    name: field('name'),
    describe: field('description'),
    owner: field('owner'),
    better: field('better'),
    measure: field('measure'),
    where: field('where'),
    cap: field('cap'),
    within: (time: Duration | { readonly days: number }) =>
      draft({ ...definition, ...(typeof time === 'string' ? { within: time } : { windowDays: time.days }) }),
    excluding: (...steps: readonly Step[]) => field('exclude')(steps),
    since: field('start'),
    perUnit: () => field('level')('unit'),
    days: field('days'),
  }
  return methods as unknown as M
}

function totalOf<R>(total: Total<R>['total']): Total<R> {
  return { total, where: where => totalOf({ ...total, where }) }
}
