const shortMax = 64
const firstPrintable = 0x20
const quoteCode = 0x22
const backslashCode = 0x5c
const firstSurrogate = 0xd800

/** A text as JSON, several times as fast as JSON.stringify for ordinary short ones. Halves of characters become U+FFFD. */
export function jsonText(text: string): string {
  if (text.length > shortMax) return JSON.stringify(text.toWellFormed())
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < firstPrintable || code === quoteCode || code === backslashCode || code >= firstSurrogate) {
      return JSON.stringify(text.toWellFormed())
    }
  }
  return `"${text}"`
}

/** Any JSON value as JSON, with halves of characters, which no file can hold, replaced by U+FFFD. */
export function jsonValue(value: unknown): string {
  const json = JSON.stringify(value)
  // Only a lone surrogate is written as \ud..., so nearly every value is done here.
  return json.includes('\\ud') ? JSON.stringify(JSON.parse(json, wellFormed)) : json
}

function wellFormed(_name: string, value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name.toWellFormed(), entry]))
}
