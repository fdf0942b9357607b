/** A value as source text can say it; a function is a piece of source text by itself. */
export type Literal =
  | string
  | number
  | boolean
  | (() => string)
  | readonly Literal[]
  | { readonly [name: string]: Literal | undefined }

const widthMax = 120

/**
 * A value as TypeScript writes it, with single quotes and two spaces: on one line where it fits behind the `used` characters
 * before it, otherwise with every entry on a line of its own.
 */
export function literalText(value: Literal, indent = '', used = indent.length): string {
  if (typeof value === 'string') return quotedText(value)
  if (typeof value === 'function') return value()
  if (typeof value !== 'object') return String(value)
  const isList = Array.isArray(value)
  const entries = (Object.entries(value) as [string, Literal | undefined][]).flatMap(([name, item]) =>
    item === undefined ? [] : [{ label: isList ? '' : `${nameText(name)}: `, item }],
  )
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return open + close
  const space = isList ? '' : ' '
  const flat = `${open}${space}${entries.map(({ label, item }) => label + literalText(item)).join(', ')}${space}${close}`
  if (used + flat.length + 1 <= widthMax && !flat.includes('\n')) return flat
  const inner = `${indent}  `
  const lines = entries.map(
    ({ label, item }) => `${inner}${label}${literalText(item, inner, inner.length + label.length)},\n`,
  )
  return `${open}\n${lines.join('')}${indent}${close}`
}

/** Text in single quotes. */
export function quotedText(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** The name of a property, quoted where it has to be. */
export function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quotedText(name)
}
