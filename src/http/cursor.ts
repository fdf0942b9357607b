import { problem } from './problem.ts'

/** The position a cursor stands for; cursors are opaque so that they may change. */
export function positionIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!text.startsWith('after:')) throw problem('invalid-cursor')
  return text.slice(6)
}

/** The same for lists ordered by a number. */
export function numberIn(cursor: string | undefined): number | undefined {
  const position = positionIn(cursor)
  if (position === undefined) return undefined
  if (!/^\d{1,16}$/.test(position)) throw problem('invalid-cursor')
  return Number(position)
}

/** The cursor of the next page, when more rows were found than fit on this one. */
export function nextCursor<T>(
  rows: readonly T[],
  limit: number,
  position: (row: T) => string,
): { nextCursor?: string } {
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return {}
  return { nextCursor: Buffer.from(`after:${position(last)}`).toString('base64url') }
}
