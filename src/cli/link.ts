import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { signInLink } from '../access/links.ts'
import { findOwner } from '../access/owner.ts'
import { readConfig } from '../config.ts'
import { pathsIn, urlOf } from '../main.ts'
import { openControlStore } from '../store/control/sqlite.ts'
import { failure } from './failure.ts'

type Flags = { url?: string; data?: string }

const lifeMs = 3_600_000

/** `assay link`: lets the owner in again, or a member by e-mail. Whoever can write the data folder may; the server may be running. */
export function linkCommand(program: Command): void {
  program
    .command('link')
    .description('make a link that signs the owner in, once and within an hour; for when nobody can get in')
    .argument('[email]', 'another member than the owner')
    .option('--url <url>', 'address of the server (default: as configured)')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action((email: string | undefined, flags: Flags) => {
      process.stdout.write(`${freshLink(flags, email)}\n`)
    })
}

/** The link itself. */
export function freshLink({ url, data }: Flags, email?: string): string {
  const read = readConfig(process.env, data === undefined ? {} : { dataDir: data })
  if ('errors' in read) throw failure(read.errors.join('\n'), 'assay serve --help lists every option.')
  const { dataDir } = read.config
  const { control: path } = pathsIn(dataDir)
  if (!existsSync(path)) throw failure(`there is no Assay in ${dataDir}`, 'Give its folder with --data.')
  const control = openControlStore(path)
  try {
    const room = { control, now: Date.now, randomBytes }
    const member = email === undefined ? findOwner(room) : control.memberByEmail(email.toLowerCase())
    if (member === undefined) throw failure(`${email} is not a member`, 'Leave the e-mail out to sign in as the owner.')
    const author = { by: 'command line', at: new Date().toISOString() }
    control.note('', { noun: 'members', key: member.id, action: 'link', facts: {} }, author)
    return signInLink(room, { url: url ?? urlOf(read.config), member: member.id, lifeMs }).link
  } finally {
    control.close()
  }
}
