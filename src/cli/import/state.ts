import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Mapping } from './mapping.ts'

/** How far an import has come; kept beside the data, so that an interrupted one goes on where it was. */
export const ImportState = z.strictObject({
  source: z.string(),
  defaultTimeMs: z.number(),
  rowsDone: z.number(),
  sent: z.number(),
  duplicate: z.number(),
  rejected: z.number(),
  finished: z.boolean(),
})
export type ImportState = z.infer<typeof ImportState>

/** What makes an import the same import: the file's size and beginning, the mapping, and where it goes. */
export function sourceOf(path: string, mapping: Mapping, target: Record<string, string>): string {
  const head = Buffer.alloc(65_536)
  const file = openSync(path, 'r')
  const length = readSync(file, head, 0, head.length, 0)
  closeSync(file)
  return createHash('sha256')
    .update(JSON.stringify([statSync(path).size, mapping, target]))
    .update(head.subarray(0, length))
    .digest('hex')
    .slice(0, 24)
}

export function readState(dataDir: string, source: string): ImportState | undefined {
  let text: string
  try {
    text = readFileSync(statePath(dataDir, source), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return ImportState.parse(JSON.parse(text))
}

/** Replaces the kept state in one step, so that a crash leaves the old one or the new one. */
export function writeState(dataDir: string, state: ImportState): void {
  const path = statePath(dataDir, state.source)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(state))
  renameSync(`${path}.new`, path)
}

function statePath(dataDir: string, source: string): string {
  return join(dataDir, 'imports', `${source}.json`)
}
