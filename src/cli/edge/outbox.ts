import { unlink } from 'node:fs/promises'
import type { Outbox } from '../../edge/forwarder.ts'
import type { FileJournal } from '../../store/events/journal.ts'
import { syncDirectory } from '../../store/events/journal-files.ts'
import { readRecords } from '../../store/events/journal-lines.ts'

/** The journal of an edge as what is to be forwarded: segments are deleted where the server would archive them. */
export function journalOutbox(journal: FileJournal): Outbox {
  return {
    rotate: journal.rotate,
    segments: journal.segments,
    read: ({ path }) => readRecords({ path, compressed: false }),
    async remove({ number, path }) {
      await unlink(path)
      await syncDirectory(journal.dir)
      journal.settle(number)
      // An archive of nothing: the journal forgets the files it covers.
      journal.replace({ first: 1, last: number, path, bytes: 0, compressed: true })
    },
  }
}
