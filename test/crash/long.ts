import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crash } from './crash.ts'
import { crashWhole } from './whole.ts'

// npm exec -- node test/crash/long.ts [rounds] [seed]: the crash tests for longer, of the event path and of the whole
// server with its control store; exits with 1 when anything was lost or doubled.
const [rounds = '50', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)

const { lost, doubled, strange, ...path } = await crash(Number(rounds), Number(seed))
console.log('event path', { ...path, lost: lost.length, doubled: doubled.length, strange: strange.length })

const dir = mkdtempSync(join(tmpdir(), 'assay-crash-'))
const { changesLost, changesDoubled, ...whole } = await crashWhole(dir, Number(rounds), Number(seed))
rmSync(dir, { recursive: true })
console.log('whole server', { ...whole, changesLost: changesLost.length, changesDoubled: changesDoubled.length })

const faults = lost.length + doubled.length + strange.length + changesLost.length + changesDoubled.length
if (faults + whole.eventsLost + whole.eventsDoubled > 0 || path.rebuiltRows !== path.rows) process.exit(1)
