/** What is missing in a form, in one line each: the field and what to do about it. `keyName` is what the form calls the key. */
export function missingTexts(faults: ReadonlyMap<string, string>, keyName: string): string[] {
  return [...new Set([...faults].map(([path, message]) => `${fieldOf(path, keyName)}: ${message}`))]
}

function fieldOf(path: string, keyName: string): string {
  if (path.startsWith('#')) return path.endsWith('/purpose') ? 'What a personal property is for' : 'Name of a property'
  const field = path.split('/').at(-1) ?? ''
  return field === 'key' ? keyName : field.charAt(0).toUpperCase() + field.slice(1)
}
