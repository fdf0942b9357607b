export type SortOrder = { column: string; descending: boolean }

type Sortable<Row> = { id: string; sort?: (row: Row) => string | number | undefined }

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The rows in order; rows without a value come last either way, and equal ones keep their place. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  order: SortOrder | undefined,
): readonly Row[] {
  const sort = columns.find(({ id }) => id === order?.column)?.sort
  if (!sort || !order) return rows
  const direction = order.descending ? -1 : 1
  return rows
    .map(row => ({ row, value: sort(row) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined)
      return direction * compared(a.value, b.value)
    })
    .map(({ row }) => row)
}

function compared(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b))
}
