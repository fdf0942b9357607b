import type { Batch } from './batch.ts'
import { eventsMax, type OpenBody } from './body.ts'
import type { Dedupe } from './dedupe.ts'
import { createEnvelopeScan } from './envelope-scan.ts'
import { createLineWriters, type LineWriter } from './event-lines.ts'
import { createHashQueue } from './hash-queue.ts'
import { afterSpace, closeBracket, comma, lineBreak, nowhere, objectEnd, openBrace, openBracket } from './json-bytes.ts'
import { createPage, putBody } from './page.ts'
import type { ScanPlan } from './scan-plan.ts'
import { createScannedLines } from './scanned-lines.ts'
import { type Judgement, judgeOf } from './verdict.ts'

/**
 * Judges the events of a body by scanning its bytes, which makes no objects of usual events; each unusual one is parsed and
 * judged by itself. The outcome is the same as parsing and judging all of them. Undefined when the body as a whole is not
 * usual, and nothing has happened then. The bytes have to be UTF-8.
 */
export type BodyScan = (
  body: Uint8Array,
  form: OpenBody['form'],
  judgement: Judgement,
  dedupe: Pick<Dedupe, 'claim' | 'claimBytes'>,
) => Batch | undefined

/** Makes a scan with memory of its own, which every body needs anew: a batch lasts until the next one is made. */
export function createBodyScan(): BodyScan {
  const page = createPage()
  const { found, scan } = createEnvelopeScan(page)
  const hashes = createHashQueue(page)
  const writerFor = createLineWriters(page, found, hashes)
  const scanned = createScannedLines(page, eventsMax)
  const unusual = new Map<number, unknown>()

  /** Reads one event; false when it is no object or not JSON. */
  function readEvent(plan: ScanPlan, write: LineWriter): boolean {
    const from = page.at
    const lineFrom = page.used
    if (page.bytes[from] !== openBrace || scanned.size === eventsMax) return false
    if (scan(plan) && write()) {
      scanned.add(found, lineFrom)
      return true
    }
    const end = objectEnd(page.bytes, from)
    const value = end === nowhere ? undefined : parsed(page.bytes.toString('utf8', from, end))
    if (value === undefined) return false
    unusual.set(scanned.size, value)
    scanned.skip()
    page.at = end
    return true
  }

  function readArray(plan: ScanPlan, write: LineWriter): boolean {
    const { bytes } = page
    page.at = afterSpace(bytes, page.at + 1)
    if (bytes[page.at] !== closeBracket) {
      for (;;) {
        if (!readEvent(plan, write)) return false
        page.at = afterSpace(bytes, page.at)
        if (bytes[page.at] !== comma) break
        page.at = afterSpace(bytes, page.at + 1)
      }
    }
    return bytes[page.at] === closeBracket && afterSpace(bytes, page.at + 1) === page.bodyEnd
  }

  /** Reads events one a line; a line break within an event is not usual. */
  function readLines(plan: ScanPlan, write: LineWriter): boolean {
    const { bytes, bodyEnd } = page
    while (page.at < bodyEnd) {
      const breakAt = bytes.indexOf(lineBreak, page.at)
      const lineEnd = breakAt === nowhere ? bodyEnd : breakAt
      page.at = afterSpace(bytes, page.at)
      // Only what is on this line is looked at: white space may have gone on over empty ones.
      if (page.at < lineEnd && (!readEvent(plan, write) || afterSpace(bytes, page.at) < lineEnd || page.at > lineEnd))
        return false
      page.at = Math.max(page.at, lineEnd + 1)
    }
    return scanned.size > 0
  }

  return (body, form, judgement, dedupe) => {
    const plan = judgement.definitions.scan
    if (plan === undefined) return undefined
    putBody(page, body)
    scanned.clear()
    hashes.clear()
    unusual.clear()
    const write = writerFor(judgement)
    page.at = afterSpace(page.bytes, page.at)
    const isArray = form === 'json' && page.bytes[page.at] === openBracket
    if (!(isArray ? readArray(plan, write) : readLines(plan, write))) return undefined
    hashes.run()
    const batch = scanned.batch(dedupe, judgement.receivedMs)
    if (unusual.size > 0) {
      const judge = judgeOf(judgement)
      for (const [index, value] of unusual) batch.noted.set(index, judge(value))
    }
    return batch
  }
}

/** JSON has no undefined, so undefined can mean that the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
