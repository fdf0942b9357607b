import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { removeDatabase } from './duckdb-compaction.ts'

/** Deletes the event stores that rebuilds left beside the current one, finished or not; says how many. Everything in them is in the journal. */
export async function removeAside(path: string): Promise<number> {
  const name = basename(path)
  const isLeft = (file: string) => file.startsWith(`${name}.aside-`) || file === `${name}.rebuilding`
  const names = (await readdir(dirname(path))).filter(file => isLeft(file) && !file.endsWith('.wal'))
  for (const file of names) await removeDatabase(join(dirname(path), file))
  return names.length
}
