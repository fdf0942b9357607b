import { z } from 'zod'
import { removeFile, replaceFile, textOfFile } from './durable-file.ts'
import { parsed } from './upstream.ts'

/** How far forwarding has come: every segment up to `through`, and so many lines of the next one. */
export const Position = z.strictObject({
  through: z.int().min(0),
  next: z.strictObject({ segment: z.int(), lines: z.int() }).optional(),
})
export type Position = z.infer<typeof Position>

/** Where the position is kept. A position that cannot be read is the start: what is sent again is dropped upstream as duplicate. */
export type PositionFile = { read(): Promise<Position>; keep(position: Position): Promise<void> }

export function positionFile(path: string): PositionFile {
  return {
    async read() {
      const text = await textOfFile(path)
      if (text === undefined) return { through: 0 }
      const position = Position.safeParse(parsed(text))
      if (position.success) return position.data
      await removeFile(path)
      return { through: 0 }
    },
    keep: position => replaceFile(path, JSON.stringify(position)),
  }
}
