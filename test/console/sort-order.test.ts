import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sorted } from '../../src/console/parts/sort-order.ts'

type Row = { id: number; value: number | undefined }
const columns = [{ id: 'value', sort: (row: Row) => row.value }]

test('rows are in order, unknown values last either way, equal ones as they were', () => {
  const rows = fc
    .array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }))
    .map(values => values.map((value, id) => ({ id, value })))
  fc.assert(
    fc.property(rows, fc.boolean(), (given, descending) => {
      const found = sorted(given, columns, { column: 'value', descending })
      expect([...found].sort((a, b) => a.id - b.id)).toEqual(given)
      for (const [i, row] of found.entries()) {
        const next = found[i + 1]
        if (next === undefined) continue
        if (row.value === undefined) expect(next.value).toBeUndefined()
        else if (next.value !== undefined) {
          expect(descending ? row.value >= next.value : row.value <= next.value).toBe(true)
          if (row.value === next.value) expect(row.id).toBeLessThan(next.id)
        }
      }
    }),
  )
})

test('words sort as people do: case aside, numbers by size', () => {
  const rows = ['b10', 'B2', 'a', 'Ä'].map(name => ({ name }))
  const order = { column: 'name', descending: false }
  const found = sorted(rows, [{ id: 'name', sort: (row: { name: string }) => row.name }], order)
  expect(found.map(({ name }) => name)).toEqual(['a', 'Ä', 'B2', 'b10'])
})
