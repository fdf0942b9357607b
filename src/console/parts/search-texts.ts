/** Those parts of an address behind the question mark that are there, as text. */
export function searchTexts<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): { [N in Name]?: string } {
  const found: { [N in Name]?: string } = {}
  for (const name of names) {
    const value = search[name]
    if (value !== undefined && value !== '') found[name] = String(value)
  }
  return found
}
