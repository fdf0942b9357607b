/** What a measured server says about itself: processor time since it was measured, the most memory, and what is queryable. */
export type ServerFacts = { cpuUs: number; rssBytesMax: number; queryableP95Ms: number; drained: number }

/** What can be asked about the events of a measured server. */
export type MeasuredEvents = {
  /** Makes everything queryable and says how much that is. */
  drained(): Promise<number>
  /** When the newest event that is queryable was received. */
  newestMs?(): Promise<number>
}

const sampleMs = 200

/** Lets the process that forked this one ask for those facts: 'measure' starts, 'drain' ends the process. */
export function answerMeasuring({ drained, newestMs }: MeasuredEvents): void {
  let started = process.cpuUsage()
  let rssBytesMax = 0
  let sampling: NodeJS.Timeout | undefined
  const agesMs: number[] = []
  setInterval(() => {
    rssBytesMax = Math.max(rssBytesMax, process.memoryUsage.rss())
  }, sampleMs)
  process.on('message', async message => {
    if (message === 'measure') {
      started = process.cpuUsage()
      // While nothing new becomes queryable its newest event grows older, so this is what an event waits at most.
      sampling = setInterval(async () => {
        if (newestMs !== undefined) agesMs.push(Date.now() - (await newestMs()))
      }, sampleMs)
    }
    if (message === 'pause') clearInterval(sampling)
    if (message !== 'drain') return
    clearInterval(sampling)
    const loaded = await drained()
    const { user, system } = process.cpuUsage(started)
    agesMs.sort((a, b) => a - b)
    const queryableP95Ms = agesMs[Math.floor(agesMs.length * 0.95)] ?? 0
    const facts: ServerFacts = { drained: loaded, cpuUs: user + system, rssBytesMax, queryableP95Ms }
    process.send?.(facts, () => process.exit(0))
  })
}
