import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Journal } from '../store/events/event-store.ts'
import { removeFile } from './durable-file.ts'

/** Events that were acknowledged and that the upstream would not have: nothing of them is thrown away. */
export type RefusedEvents = {
  /** Puts lines aside as they were on disk; they are again when it resolves. */
  keep(lines: readonly string[]): Promise<void>
  /** Journals what was put aside before, to be forwarded once more. A crash in between doubles lines, which the upstream sees by their ids. */
  restore(journal: Pick<Journal, 'append'>): Promise<void>
}

const suffix = '.ndjson'
const linesAtOnceMax = 1000

/** Keeps refused events in a folder, one file for each time the edge was started. */
export async function refusedEvents(dir: string, startedMs: number): Promise<RefusedEvents> {
  await mkdir(dir, { recursive: true })
  return {
    async keep(lines) {
      const file = await open(join(dir, `${startedMs}${suffix}`), 'a')
      try {
        await file.writeFile(lines.map(line => `${line}\n`).join(''))
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async restore(journal) {
      for (const name of await readdir(dir)) {
        if (!name.endsWith(suffix)) continue
        const path = join(dir, name)
        const text = await readFile(path, 'utf8')
        // A torn last line was still in its segment when the edge died, and is forwarded from there.
        const lines = text.split('\n').slice(0, -1)
        let kept = true
        for (let at = 0; kept && at < lines.length; at += linesAtOnceMax)
          kept = (await journal.append(lines.slice(at, at + linesAtOnceMax))) === 'kept'
        if (kept) await removeFile(path)
      }
    },
  }
}
