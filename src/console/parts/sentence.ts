/** A reason as the server words it, as a sentence of its own. */
export function sentence(text: string): string {
  const begun = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return text === '' || /[.!?]$/.test(text) ? begun : `${begun}.`
}
