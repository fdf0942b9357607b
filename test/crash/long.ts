import { crash } from './crash.ts'

/** `node test/crash/long.ts [rounds] [seed]`: the crash test for longer; exits with 1 when anything was lost or doubled. */
const [rounds = '50', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const { lost, doubled, strange, ...result } = await crash(Number(rounds), Number(seed))
console.log(JSON.stringify({ ...result, lost: lost.length, doubled: doubled.length, strange: strange.length }))
if (lost.length + doubled.length + strange.length > 0 || result.rebuiltRows !== result.rows) process.exit(1)
