import { createKeyTable, type Key, type KeyTable, mixOf } from './key-table.ts'

const dayMs = 86_400_000
const partitionBits = 4
const generationsPerWindow = 8

/** How long an id is remembered. */
export const rememberedMs = 7 * dayMs

/** Keys received lately, in generations of at most a day, so that forgetting one is dropping it. */
export type IdSet = {
  /** Adds a key; false when it was there. */
  add(key: Key, receivedMs: number): boolean
  remove(key: Key): void
  /** Whether every key of the seven days before a moment is still here. */
  complete(nowMs: number): boolean
}

type Generation = { day: number; size: number; latestMs: number; tables: KeyTable[] }

/** Holds at most about `keysMax` keys; beyond it the oldest are forgotten first. */
export function createIdSet(keysMax: number): IdSet {
  const generationMax = Math.ceil(keysMax / generationsPerWindow)
  let generations: Generation[] = []
  let size = 0
  let incompleteUntilMs = Number.NEGATIVE_INFINITY

  /** The generation a key of a day goes to; nearly always the newest one. */
  function generationFor(day: number): Generation {
    for (let index = generations.length - 1; index >= 0; index -= 1) {
      const generation = generations[index]
      if (generation?.day === day && generation.size < generationMax) return generation
    }
    const tables = Array.from({ length: 2 ** partitionBits }, createKeyTable)
    const created = { day, size: 0, latestMs: Number.NEGATIVE_INFINITY, tables }
    generations = [...generations, created].sort((a, b) => a.day - b.day)
    forget()
    return created
  }

  function forget(): void {
    const newestDay = generations.at(-1)?.day ?? 0
    while (generations.length > 1) {
      const [oldest] = generations
      if (oldest === undefined) return
      const expired = oldest.day < newestDay - rememberedMs / dayMs
      if (!expired && size <= keysMax) return
      if (!expired) incompleteUntilMs = Math.max(incompleteUntilMs, oldest.latestMs + rememberedMs)
      size -= oldest.size
      generations = generations.slice(1)
    }
  }

  return {
    add(key, receivedMs) {
      const mix = mixOf(key.k0, key.k1, key.k2, key.k3)
      const partition = partitionOf(mix)
      const target = generationFor(Math.floor(receivedMs / dayMs))
      for (let index = 0; index < generations.length; index += 1) {
        const generation = generations[index]
        if (generation !== target && generation?.tables[partition]?.has(key, mix)) return false
      }
      if (!target.tables[partition]?.add(key, mix)) return false
      target.size += 1
      if (receivedMs > target.latestMs) target.latestMs = receivedMs
      size += 1
      if (size > keysMax) forget()
      return true
    },
    remove(key) {
      const mix = mixOf(key.k0, key.k1, key.k2, key.k3)
      for (const generation of generations) {
        if (!generation.tables[partitionOf(mix)]?.remove(key, mix)) continue
        generation.size -= 1
        size -= 1
      }
    },
    complete: nowMs => nowMs > incompleteUntilMs,
  }
}

/** Many small tables instead of a large one: growing one of them never takes long. */
function partitionOf(mix: number): number {
  return mix >>> (32 - partitionBits)
}
