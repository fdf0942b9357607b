/** A sentence whose numbers keep their percent signs at the end of a line: 50 % is never 50, and % on the next. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%')
}
