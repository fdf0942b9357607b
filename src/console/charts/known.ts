/** Whether a value can be drawn. */
export function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value)
}
