import type { z } from 'zod'
import type { Metric, MetricFormula, Occurrence, Total, Where } from '../../contract/metric.ts'

export type Kind = MetricFormula['kind']
export type WrittenMetric = z.input<typeof Metric>

/** A metric while it is edited: one formula at a time, complete in its shape, empty names where nothing is chosen yet. */
export type DraftMetric = {
  key: string
  name: string
  description: string
  owner: string
  better: Metric['better']
  measure: string
  formula: MetricFormula
}

/** What each kind of metric computes, in the words a person chooses it by. */
export const kinds: { value: Kind; label: string; about: string }[] = [
  { value: 'proportion', label: 'Share of units', about: 'How many of the units have an event: conversion, adoption.' },
  {
    value: 'mean',
    label: 'Mean per unit',
    about: 'Events counted or a property summed for each unit: revenue, orders.',
  },
  { value: 'ratio', label: 'Ratio', about: 'One total divided by another: order value, clicks per view.' },
  { value: 'funnel', label: 'Funnel', about: 'Units that take steps in their order and in time.' },
  { value: 'retention', label: 'Retention', about: 'Units that are there again on a certain day.' },
  { value: 'quantile', label: 'Quantile', about: 'A percentile of a property: loading time at p95.' },
  { value: 'active', label: 'Active units', about: 'How many units were there in the last days; not for experiments.' },
]

/** A formula of a kind to begin with; what another one named stays. */
export function startOf(kind: Kind, before: MetricFormula): MetricFormula {
  const event = firstEvent(before)
  switch (kind) {
    case 'proportion':
      return { kind, event }
    case 'mean':
      return { kind, total: { event } }
    case 'ratio':
      return { kind, numerator: { event }, denominator: { event: '' } }
    case 'funnel':
      return { kind, steps: [{ event }, { event: '' }], windowDays: 1 }
    case 'retention':
      return { kind, event, day: 7 }
    case 'quantile':
      return { kind, event, property: '', q: 0.95, level: 'event' }
    case 'active':
      return event === '' ? { kind, days: 7 } : { kind, event, days: 7 }
  }
}

export function newMetric(): DraftMetric {
  return {
    key: '',
    name: '',
    description: '',
    owner: '',
    better: 'up',
    measure: '',
    formula: { kind: 'proportion', event: '' },
  }
}

/** A definition as it is edited. */
export function draftOfMetric({ key, name, description, owner, better, measure, formula }: Metric): DraftMetric {
  return { key, name, description: description ?? '', owner: owner ?? '', better, measure: measure ?? '', formula }
}

/** What a draft says, as the API takes it. */
export function metricOf({ key, name, description, owner, better, measure, formula }: DraftMetric): WrittenMetric {
  return {
    key,
    name: name.trim(),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    formula: plain(formula),
    better,
    ...(measure.trim() === '' ? {} : { measure: measure.trim() }),
  }
}

/** What is missing before anybody is asked, by the path the API would name. */
export function metricFaults({ key, name, formula }: DraftMetric): Map<string, string> {
  const faults = new Map<string, string>()
  if (!/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(key))
    faults.set('/key', 'use lower-case letters, digits, dashes, underscores and dots')
  if (name.trim() === '') faults.set('/name', 'give it a name people read in reports')
  for (const [path, event] of eventsNamed(formula))
    if (event === '') faults.set(`/formula${path}/event`, 'choose an event')
  if (formula.kind === 'quantile' && formula.property === '') faults.set('/formula/property', 'choose a property')
  return faults
}

function eventsNamed(formula: MetricFormula): [path: string, event: string | undefined][] {
  switch (formula.kind) {
    case 'mean':
      return [['/total', formula.total.event]]
    case 'ratio':
      return [
        ['/numerator', formula.numerator.event],
        ['/denominator', formula.denominator.event],
      ]
    case 'funnel':
      return [
        ...formula.steps.map(({ event }, place): [string, string] => [`/steps/${place}`, event]),
        ...(formula.exclude ?? []).map(({ event }, place): [string, string] => [`/exclude/${place}`, event]),
      ]
    case 'retention':
      return [
        ['', formula.event],
        ['/start', formula.start?.event],
      ]
    default:
      return [['', formula.event]]
  }
}

function firstEvent(formula: MetricFormula): string {
  return eventsNamed(formula).find(([, event]) => event !== undefined && event !== '')?.[1] ?? ''
}

/** Without conditions that name nothing yet. */
function plain(formula: MetricFormula): MetricFormula {
  return mappedWhere(formula, where => {
    const kept = Object.entries(where).filter(([name, values]) => name !== '' && values.length > 0)
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  })
}

function mappedWhere(formula: MetricFormula, map: (where: Where) => Where | undefined): MetricFormula {
  const of = <One extends Occurrence | Total>({ where, ...rest }: One): One => {
    const kept = where && map(where)
    return { ...rest, ...(kept === undefined ? {} : { where: kept }) } as One
  }
  switch (formula.kind) {
    case 'mean':
      return { ...formula, total: of(formula.total) }
    case 'ratio':
      return { ...formula, numerator: of(formula.numerator), denominator: of(formula.denominator) }
    case 'funnel':
      return {
        ...formula,
        steps: formula.steps.map(of),
        ...(formula.exclude === undefined || formula.exclude.length === 0
          ? { exclude: undefined }
          : { exclude: formula.exclude.map(of) }),
      } as MetricFormula
    case 'retention': {
      const { start, ...rest } = formula
      return { ...of(rest), ...(start === undefined ? {} : { start: of(start) }) }
    }
    case 'proportion':
    case 'quantile':
      return of(formula)
    case 'active': {
      const { where, ...rest } = formula
      const kept = where && map(where)
      return { ...rest, ...(kept === undefined ? {} : { where: kept }) }
    }
  }
}
