import type { UnitMapping } from './mapping.ts'
import { rowsOf } from './rows.ts'

/** What one column of a file holds. */
export type ColumnProfile = { name: string; numeric: boolean; binary: boolean; texts: Map<string, number> | undefined }

/** What a file holds: how many rows, and for each column whether it is a number, 0 or 1, or one of a few texts. */
export type Profile = { rows: number; columns: ColumnProfile[] }

const textsMax = 50
const variantNames = /^(variant|variation|group|arm|treatment|segment|bucket|cohort|assignment|condition)$/i
const controlNames = /^(control|ctrl|baseline|none|off|a|0|false|no\b.*|.*\bcontrol\b.*)$/i
const eventNames = /visit|click|conver|purchas|order|signup|sign_up|subscri|retain|return|churn|open/i
const moneyNames = /spend|spent|revenue|amount|sales|gmv|value|price/i

/** Reads a file once to learn what is in it. */
export async function profileOf(path: string, onBytes?: (read: number) => void): Promise<Profile> {
  const columns = new Map<string, ColumnProfile>()
  let rows = 0
  for await (const row of rowsOf(path, onBytes)) {
    rows += 1
    if (!('cells' in row)) continue
    for (const [name, cell] of Object.entries(row.cells)) {
      let column = columns.get(name)
      if (!column) {
        column = { name, numeric: true, binary: true, texts: new Map() }
        columns.set(name, column)
      }
      observe(column, cell)
    }
  }
  return { rows, columns: [...columns.values()] }
}

function observe(column: ColumnProfile, cell: string): void {
  if (cell === '') return
  if (column.numeric && !Number.isFinite(Number(cell))) column.numeric = false
  if (column.binary && cell !== '0' && cell !== '1') column.binary = false
  if (!column.texts) return
  column.texts.set(cell, (column.texts.get(cell) ?? 0) + 1)
  if (column.texts.size > textsMax) column.texts = undefined
}

/** A mapping guessed from the names and contents of columns, when they leave little doubt; it is always shown. */
export function guessMapping(profile: Profile): UnitMapping | undefined {
  const variant = profile.columns.find(
    column => variantNames.test(column.name) && column.texts && column.texts.size >= 2 && column.texts.size <= 20,
  )
  if (!variant?.texts) return undefined
  const values = [...variant.texts.keys()]
  const control = values.find(value => controlNames.test(value))
  const outcomes = profile.columns.filter(
    column => column !== variant && column.numeric && (eventNames.test(column.name) || moneyNames.test(column.name)),
  )
  if (control === undefined || outcomes.length === 0) return undefined
  const money = outcomes.find(column => !column.binary && moneyNames.test(column.name))
  const conversion = outcomes.find(column => column.binary && /conver|purchas|order/i.test(column.name))
  const unit = profile.columns.find(column => /^(user|customer|unit|shopper|visitor)?_?id$/i.test(column.name))
  return {
    rows: 'units',
    ...(unit ? { unit: unit.name } : {}),
    variant: variant.name,
    control,
    outcomes: Object.fromEntries(outcomes.map(column => [column.name, column.binary ? 'proportion' : 'mean'])),
    before: {},
    ratios:
      money && conversion
        ? { [`${money.name}-per-${conversion.name}`]: { numerator: money.name, denominator: conversion.name } }
        : {},
  }
}

/** A column profile in a few words. */
export function describe(column: ColumnProfile): string {
  if (column.binary) return '0 or 1'
  if (column.numeric) return 'number'
  return column.texts
    ? `one of ${[...column.texts.keys()].slice(0, 5).join(', ')}${column.texts.size > 5 ? ', ...' : ''}`
    : 'text'
}
