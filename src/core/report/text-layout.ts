/** Paints text for a terminal, or leaves it as it is. */
export type Paint = Record<'good' | 'bad' | 'careful' | 'quiet' | 'strong', (text: string) => string>

const codes = { good: 32, bad: 31, careful: 33, quiet: 2, strong: 1 } as const

/** The paints of a terminal with colours, or of one without. */
export function paintOf(colour: boolean): Paint {
  const paint = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  return {
    good: paint(codes.good),
    bad: paint(codes.bad),
    careful: paint(codes.careful),
    quiet: paint(codes.quiet),
    strong: paint(codes.strong),
  }
}

/** Text from people on one line, without characters that would steer a terminal. */
export function tame(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
}

/** Words in lines of at most `width` characters, each after `indent`; a longer word stands alone. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}

/** Rows of cells as lines with aligned columns: the first to the left, the others to the right. Empty columns vanish. */
export function aligned(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => lengthOf(row[column] ?? ''))))
  return rows.map(row =>
    row
      .flatMap((cell, column) => {
        const width = widths[column] ?? 0
        const space = ' '.repeat(Math.max(0, width - lengthOf(cell)))
        if (width === 0) return []
        return [column === 0 ? cell + space : space + cell]
      })
      .join(gap)
      .trimEnd(),
  )
}

/** Text of at most `length` characters; an ellipsis stands for what was cut. */
export function cut(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

function lengthOf(text: string): number {
  return [...text].length
}
