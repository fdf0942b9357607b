/** What is missing in a form, in one line each: the field and what to do about it. */
export function missingTexts(faults: ReadonlyMap<string, string>): string[] {
  return [...new Set([...faults].map(([path, message]) => `${fieldOf(path)}: ${message}`))]
}

function fieldOf(path: string): string {
  if (path.startsWith('#')) return path.endsWith('/purpose') ? 'What a personal property is for' : 'Name of a property'
  const field = path.split('/').at(-1) ?? ''
  return field === 'key' ? 'Name' : field.charAt(0).toUpperCase() + field.slice(1)
}
