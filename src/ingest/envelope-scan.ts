import { createContextScan } from './context-scan.ts'
import { type Found, forget, nothingFound, type Run } from './found.ts'
import { afterSpace, closeBrace, comma, integerEnd, nowhere, openBrace, quote, textEnd } from './json-bytes.ts'
import { createMomentReader } from './moment-bytes.ts'
import type { Name } from './name-table.ts'
import { isCompact, type Page, readName } from './page.ts'
import { createPropertyScan } from './property-scan.ts'
import type { Field, ScanPlan } from './scan-plan.ts'

/**
 * Reads the event that comes next on a page and goes behind it. False when anything is not as usual: an escape, a repeated or
 * unknown name, a value that does not fit, whatever else; what was found is then worth nothing.
 */
export type EnvelopeScan = (plan: ScanPlan) => boolean

const textBytesMax = 200

/** Makes a scan for one page that leaves what it finds in `found`. */
export function createEnvelopeScan(page: Page): { found: Found; scan: EnvelopeScan } {
  const found = nothingFound()
  const readMoment = createMomentReader()
  const scanProperties = createPropertyScan(page, found.properties, readMoment)
  const { scanContext, scanConsent } = createContextScan(page, found)

  /** Reads a plain text of at most 200 bytes, which are at most 200 characters. */
  function readText(into: Run): boolean {
    const { bytes, at } = page
    if (bytes[at] !== quote) return false
    const end = textEnd(bytes, at + 1)
    if (end === nowhere || end - at - 1 > textBytesMax) return false
    into.from = at
    into.to = end + 1
    page.at = end + 1
    return true
  }

  function readCount(into: Run): boolean {
    const { bytes, at } = page
    const end = integerEnd(bytes, at)
    if (end === nowhere || bytes[at] === 0x2d) return false
    into.from = at
    into.to = end
    page.at = end
    return true
  }

  function readUnit(name: Name<Field>, unit: number, nameFrom: number): boolean {
    const run = found.units[unit]
    if (run === undefined) return false
    const { bytes, at } = page
    run.nameFrom = isCompact(name, nameFrom, at) ? nameFrom : nowhere
    found.unitNames[unit] = name.bytes
    if (bytes[at] === quote) return readText(run)
    const end = integerEnd(bytes, at)
    if (end === nowhere) return false
    run.from = at
    run.to = end
    page.at = end
    return true
  }

  function readField(name: Name<Field>, nameFrom: number, plan: ScanPlan): boolean {
    const { bytes } = page
    const { value: field } = name
    switch (field.kind) {
      case 'id':
        return readText(found.id) && found.id.to - found.id.from > 2
      case 'event':
        return readEvent(plan)
      case 'time': {
        const ms = readMoment(page)
        found.timeMs = ms ?? 0
        return ms !== undefined
      }
      case 'sent':
        found.sentMs = readMoment(page)
        return found.sentMs !== undefined
      case 'sequence':
        return readCount(found.sequence)
      case 'dropped':
        return readCount(found.dropped)
      case 'within':
        return readText(found.sequenceId)
      case 'session':
        return readText(found.sessionId)
      case 'unit': {
        if (!readUnit(name, field.unit, nameFrom)) return false
        const run = found.units[field.unit]
        if (field.isSession && run !== undefined && bytes[run.from] === quote) {
          found.sessionId.from = run.from
          found.sessionId.to = run.to
        }
        return true
      }
      case 'context':
        return scanContext(plan)
      case 'consent':
        return scanConsent()
      case 'properties': {
        if (found.event === undefined) return false
        const leftOut = scanProperties(found.event)
        if (leftOut === 'unusual') return false
        found.leftOut = leftOut
        return true
      }
    }
  }

  function readEvent(plan: ScanPlan): boolean {
    const { bytes, at } = page
    if (bytes[at] !== quote) return false
    const end = textEnd(bytes, at + 1)
    if (end === nowhere) return false
    found.event = plan.events.find(bytes, at + 1, end)?.value
    page.at = end + 1
    return found.event !== undefined
  }

  return {
    found,
    scan(plan) {
      const { bytes } = page
      if (bytes[page.at] !== openBrace) return false
      forget(found, plan.unitFields.length)
      found.from = page.at
      page.at = afterSpace(bytes, page.at + 1)
      let seen = 0
      let previous: Name<Field> | undefined
      for (;;) {
        const nameFrom = page.at
        const name = readName(page, plan.fields, previous)
        if (name === undefined || (seen & name.value.bit) !== 0) return false
        if (!readField(name, nameFrom, plan)) return false
        seen |= name.value.bit
        previous = name
        page.at = afterSpace(bytes, page.at)
        const byte = bytes[page.at]
        page.at += 1
        if (byte === closeBrace) break
        if (byte !== comma) return false
        page.at = afterSpace(bytes, page.at)
      }
      if ((seen & plan.needed) !== plan.needed) return false
      return (seen & plan.propertiesBit) !== 0 || found.event?.required === 0
    },
  }
}
