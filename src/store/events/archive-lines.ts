import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { JournalFile } from './journal-files.ts'

const lineBreak = 10
const readBytes = 1024 * 1024

/** The content of an archive in large pieces, each of whole lines with their line breaks. */
export async function* blocksOf({ path }: JournalFile): AsyncGenerator<Buffer> {
  const bytes = createReadStream(path, { highWaterMark: readBytes })
  const plain = bytes.pipe(createGunzip({ chunkSize: readBytes }))
  // A pipe does not pass on failures of what is piped into it.
  bytes.on('error', error => plain.destroy(error))
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = all.lastIndexOf(lineBreak) + 1
    if (end > 0) yield all.subarray(0, end)
    rest = all.subarray(end)
  }
  if (rest.length > 0) yield Buffer.concat([rest, Buffer.from('\n')])
}
