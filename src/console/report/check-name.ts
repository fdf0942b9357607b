/** A health check as people call it: event-freshness is Event freshness. */
export function checkName(check: string): string {
  const text = check.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
