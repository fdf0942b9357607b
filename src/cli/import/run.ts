import { createWriteStream, type WriteStream } from 'node:fs'
import { access } from '../../contract/routes.ts'
import type { Connection } from '../connection.ts'
import type { Progress } from '../progress.ts'
import { type Batch, batcher } from './batch.ts'
import { eventsOfRow, type ImportFrame } from './events.ts'
import type { Mapping } from './mapping.ts'
import { rowsOf } from './rows.ts'
import { sendEvents } from './send.ts'
import { importKey, type Target } from './setup.ts'
import { type ImportState, writeState } from './state.ts'

export type ImportJob = {
  connection: Connection
  file: string
  mapping: Mapping
  target: Target
  frame: ImportFrame
  state: ImportState
  rejectsPath: string
  progress: Progress
}

/** Streams the rows of a file into the event path, batch by batch, remembering how far it came after each. */
export async function runImport(job: ImportJob): Promise<ImportState> {
  const { connection, file, mapping, frame, progress } = job
  const state = { ...job.state }
  const key = await importKey(connection.call, job.target)
  const rejects = rejectsFile(job.rejectsPath, state.rowsDone > 0)
  const batches = batcher()

  async function send(batch: Batch): Promise<void> {
    if (batch.events.length > 0) {
      const answer = await sendEvents(connection, key.secret, batch.events)
      state.sent += answer.valid
      state.duplicate += answer.duplicate
      for (const verdict of answer.verdicts) {
        if (verdict.verdict !== 'quarantined') continue
        rejects.add(
          batch.rowOf[verdict.index] ?? 0,
          `${verdict.reason}: ${verdict.detail}`,
          JSON.stringify(batch.events[verdict.index]),
        )
        state.rejected += 1
      }
    }
    await rejects.flush()
    state.rowsDone = batch.lastRow
    writeState(connection.dataDir, state)
  }

  const before = state.rowsDone
  for await (const row of rowsOf(file, read => progress.update(read, `${state.sent.toLocaleString('en')} events`))) {
    if (row.number <= before) continue
    const made = eventsOfRow(row, mapping, frame)
    if ('rejected' in made) {
      rejects.add(row.number, made.rejected, made.text)
      state.rejected += 1
    }
    const full = batches.add(row.number, 'events' in made ? made.events : [])
    if (full) await send(full)
  }
  await send(batches.take())
  await rejects.end()
  await connection.call(access.revokeKey, { params: { id: key.id } })
  await connection.settle()
  state.finished = true
  writeState(connection.dataDir, state)
  return state
}

/** Rows that could not be imported, one JSON line each with the reason; the file appears with the first of them. */
function rejectsFile(path: string, append: boolean) {
  let stream: WriteStream | undefined
  return {
    add(row: number, reason: string, text: string): void {
      stream ??= createWriteStream(path, { flags: append ? 'a' : 'w' })
      stream.write(`${JSON.stringify({ row, reason, text })}\n`)
    },
    flush(): Promise<void> {
      return new Promise((resolve, reject) =>
        stream ? stream.write('', error => (error ? reject(error) : resolve())) : resolve(),
      )
    },
    end(): Promise<void> {
      return new Promise(resolve => (stream ? stream.end(resolve) : resolve()))
    },
  }
}
