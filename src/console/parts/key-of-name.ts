/** A key made of a name, to start from: "Simpler checkout!" is simpler-checkout. */
export function keyOfName(name: string, between: '-' | '_' = '-'): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, between)
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 60)
}
