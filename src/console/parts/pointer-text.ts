/** A JSON pointer (/environments/production/on) as people read it: environments › production › on. */
export function pointerText(pointer: string): string {
  const pieces = pointer.split('/').slice(1)
  return pieces.map(piece => piece.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ') || 'everything'
}
