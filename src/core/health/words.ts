/** A share as people read it. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}

/** A count as people read it; what is expected need not be whole. */
export function count(events: number): string {
  return events < 10 ? String(Math.round(events * 10) / 10) : String(Math.round(events))
}
