/** What an element says when it is pointed at or reached by keyboard: spread it into the element. Nothing to say is no hint. */
export function hint(label: string | undefined): { 'data-hint'?: string } {
  return label === undefined || label === '' ? {} : { 'data-hint': label }
}
