import type { Found } from './found.ts'
import {
  afterSpace,
  closeBrace,
  closeBracket,
  comma,
  nowhere,
  openBrace,
  openBracket,
  quote,
  textEnd,
} from './json-bytes.ts'
import type { Name } from './name-table.ts'
import { isCompact, type Page, readName } from './page.ts'
import { addRun } from './pieces.ts'
import type { ScanPlan } from './scan-plan.ts'

/** Makes the readers of an event's context and consent, which leave what they find in `found`; false when it is not as usual. */
export function createContextScan(
  page: Page,
  found: Found,
): { scanContext(plan: ScanPlan): boolean; scanConsent(): boolean } {
  return {
    scanContext(plan) {
      const { bytes } = page
      if (bytes[page.at] !== openBrace) return false
      page.at = afterSpace(bytes, page.at + 1)
      if (bytes[page.at] === closeBrace) {
        page.at += 1
        return true
      }
      let seen = 0
      let previous: Name<number> | undefined
      for (;;) {
        const nameFrom = page.at
        const name = readName(page, plan.context, previous)
        if (name === undefined || (seen & name.value) !== 0) return false
        const { at } = page
        const end = bytes[at] === quote ? textEnd(bytes, at + 1) : nowhere
        if (end === nowhere) return false
        const run = isCompact(name, nameFrom, at)
          ? addRun(found.context, undefined, nameFrom, end + 1)
          : addRun(found.context, name.bytes, at, end + 1)
        if (!run) return false
        seen |= name.value
        previous = name
        page.at = afterSpace(bytes, end + 1)
        const byte = bytes[page.at]
        page.at += 1
        if (byte === closeBrace) return true
        if (byte !== comma) return false
        page.at = afterSpace(bytes, page.at)
      }
    },
    scanConsent() {
      const { bytes } = page
      if (bytes[page.at] !== openBracket) return false
      page.at = afterSpace(bytes, page.at + 1)
      if (bytes[page.at] === closeBracket) {
        page.at += 1
        return true
      }
      for (;;) {
        const from = page.at
        const end = bytes[from] === quote ? textEnd(bytes, from + 1) : nowhere
        if (end === nowhere) return false
        const place = found.consentsSize
        found.consentsSize += 1
        found.consents[place] ??= { from: 0, to: 0 }
        const run = found.consents[place]
        run.from = from
        run.to = end + 1
        page.at = afterSpace(bytes, end + 1)
        const byte = bytes[page.at]
        page.at += 1
        if (byte === closeBracket) return true
        if (byte !== comma) return false
        page.at = afterSpace(bytes, page.at)
      }
    },
  }
}
