import { createKeyTable, type Key, mixOf } from './key-table.ts'

const dayMs = 86_400_000
const partitionBits = 4
const generationsPerWindow = 8

/** How long an id is remembered. */
export const rememberedMs = 7 * dayMs

/** Keys received lately. */
export type IdSet = {
  /** Adds a key; false when it was there. */
  add(key: Key, receivedMs: number): boolean
  remove(key: Key): void
  /** Whether every key of the seven days before a moment is still here. */
  complete(nowMs: number): boolean
}

/** Keys that came one after the other, of a day or a part of it, to be forgotten together. `begins` says how many each table had before. */
type Generation = { day: number; size: number; latestMs: number; begins: number[] }

/** Holds at most about `keysMax` keys; beyond it the oldest are forgotten first. */
export function createIdSet(keysMax: number): IdSet {
  const generationMax = Math.ceil(keysMax / generationsPerWindow)
  // Many tables instead of a large one: making one of them anew never takes long.
  const tables = Array.from({ length: 2 ** partitionBits }, createKeyTable)
  let generations: Generation[] = []
  let size = 0
  let incompleteUntilMs = Number.NEGATIVE_INFINITY

  /** The generation that a key of a day belongs to if it comes now: the newest one, whose day never goes back. */
  function generationFor(day: number): Generation {
    const newest = generations.at(-1)
    if (newest !== undefined && day <= newest.day && newest.size < generationMax) return newest
    const begins = tables.map(table => table.came())
    const created = { day: Math.max(day, newest?.day ?? day), size: 0, latestMs: Number.NEGATIVE_INFINITY, begins }
    generations = [...generations, created]
    forget()
    return created
  }

  function forget(): void {
    const newestDay = generations.at(-1)?.day ?? 0
    for (;;) {
      const [oldest, next] = generations
      if (oldest === undefined || next === undefined) return
      const expired = oldest.day < newestDay - rememberedMs / dayMs
      if (!expired && size <= keysMax) return
      if (!expired) incompleteUntilMs = Math.max(incompleteUntilMs, oldest.latestMs + rememberedMs)
      size -= oldest.size
      generations = generations.slice(1)
      for (const [place, table] of tables.entries()) table.forget(next.begins[place] ?? 0)
    }
  }

  return {
    add(key, receivedMs) {
      const mix = mixOf(key.k0, key.k1, key.k2, key.k3)
      const generation = generationFor(Math.floor(receivedMs / dayMs))
      if (!tables[partitionOf(mix)]?.add(key, mix)) return false
      generation.size += 1
      if (receivedMs > generation.latestMs) generation.latestMs = receivedMs
      size += 1
      if (size > keysMax) forget()
      return true
    },
    remove(key) {
      const mix = mixOf(key.k0, key.k1, key.k2, key.k3)
      tables[partitionOf(mix)]?.remove(key, mix)
    },
    complete: nowMs => nowMs > incompleteUntilMs,
  }
}

function partitionOf(mix: number): number {
  return mix >>> (32 - partitionBits)
}
