/** Runs work in the order it came, at most `width` pieces at a time. */
export type Turns = <Value>(work: () => Promise<Value>) => Promise<Value>

/** Keeps work from crowding: a writer wants a width of one, questions a width that leaves threads to everyone else. */
export function createTurns(width: number): Turns {
  let running = 0
  const waiting: (() => void)[] = []
  return async work => {
    if (running >= width) await new Promise<void>(resume => waiting.push(resume))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

/** Runs work while nothing else does, in turns of a width. Only one caller may want this at a time, or they would wait for each other. */
export function alone<Value>(turns: Turns, width: number, work: () => Promise<Value>): Promise<Value> {
  return turns(() => (width > 1 ? alone(turns, width - 1, work) : work()))
}
