import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Assignments } from './options.ts'

const lineMax = 1_000_000

/**
 * First variants in a file that only grows, one line each, and in memory; the latest million are remembered. Reading or
 * writing throws like the file system does. A file belongs to one process at a time.
 */
export function fileAssignments(path: string): Assignments {
  let known: Map<string, string> | undefined

  function load(): Map<string, string> {
    if (known !== undefined) return known
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const lines = linesIn(path)
    known = new Map(lines.slice(-lineMax).flatMap(entryIn))
    // What was overwritten or cut off is left behind.
    if (known.size < lines.length) {
      writeFileSync(`${path}.draft`, Array.from(known, entry => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 })
      renameSync(`${path}.draft`, path)
    }
    return known
  }

  return {
    get: key => load().get(key),
    set: (key, variant) => {
      const assignments = load()
      assignments.set(key, variant)
      const [oldest] = assignments.keys()
      if (assignments.size > lineMax && oldest !== undefined) assignments.delete(oldest)
      appendFileSync(path, `${JSON.stringify([key, variant])}\n`, { mode: 0o600 })
    },
  }
}

function linesIn(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function entryIn(line: string): [string, string][] {
  try {
    const [key, variant] = JSON.parse(line)
    return [[String(key), String(variant)]]
  } catch {
    // A crash can leave half a line.
    return []
  }
}
