import { saltOf, writeKey, writeKeyOfBytes } from './id-key.ts'
import { createIdSet } from './id-set.ts'
import type { Key } from './key-table.ts'

/** The ids a batch has claimed, and what becomes of the batch. */
export type Ticket = {
  project: string
  /** The words of the keys of its ids, four for each. */
  words: number[]
  outcome: Promise<'kept' | 'failed'>
  resolve(outcome: 'kept' | 'failed'): void
  /** How many of the words can be found in the project's index already. */
  indexed: number
}

/** Knows the ids of the last seven days, exactly, as far as memory allows. */
export type Dedupe = {
  /** Takes note of an id that is on disk already. */
  remember(project: string, id: string, receivedMs: number): void
  open(project: string): Ticket
  /** Claims an id for a batch. A ticket in return is that of another batch, which has it but is not on disk yet. */
  claim(ticket: Ticket, id: string, receivedMs: number): 'claimed' | 'duplicate' | Ticket
  /** The same for an id given as the UTF-8 bytes between two places. */
  claimBytes(
    ticket: Ticket,
    bytes: Buffer,
    from: number,
    to: number,
    receivedMs: number,
  ): 'claimed' | 'duplicate' | Ticket
  /** Says whether a batch reached the disk; if not, its ids are free again. */
  settle(ticket: Ticket, outcome: 'kept' | 'failed'): void
  /** Whether memory still holds every id of the last seven days; when not, loading has to look for duplicates too. */
  complete(nowMs: number): boolean
}

const wordsPerKey = 4

type Project = { salt: Key; open: Set<Ticket>; index: Map<string, Ticket> }

/** Holds at most about `idsMax` ids. `secret` is anything senders cannot know, so that they cannot choose ids that collide. */
export function createDedupe(options: { idsMax: number; secret: string }): Dedupe {
  const known = createIdSet(options.idsMax)
  const key: Key = { k0: 0, k1: 0, k2: 0, k3: 0 }
  const projects = new Map<string, Project>()

  function projectOf(name: string): Project {
    const found = projects.get(name)
    if (found) return found
    const created = { salt: saltOf(options.secret, name), open: new Set<Ticket>(), index: new Map<string, Ticket>() }
    projects.set(name, created)
    return created
  }

  /** Who has the id of `key` that is not on disk yet. The index is made only when a duplicate asks, which most batches never see. */
  function holderOf({ open, index }: Project): Ticket | undefined {
    const asked = nameOf(key)
    for (const ticket of open) {
      for (; ticket.indexed < ticket.words.length; ticket.indexed += wordsPerKey) {
        readWords(ticket.words, ticket.indexed)
        index.set(nameOf(key), ticket)
      }
    }
    return index.get(asked)
  }

  function readWords(words: readonly number[], place: number): void {
    key.k0 = words[place] ?? 0
    key.k1 = words[place + 1] ?? 0
    key.k2 = words[place + 2] ?? 0
    key.k3 = words[place + 3] ?? 0
  }

  /** Claims the id of `key`. */
  function claimKey(ticket: Ticket, project: Project, receivedMs: number): 'claimed' | 'duplicate' | Ticket {
    if (known.add(key, receivedMs)) {
      ticket.words.push(key.k0, key.k1, key.k2, key.k3)
      return 'claimed'
    }
    const holder = holderOf(project)
    return holder === undefined || holder === ticket ? 'duplicate' : holder
  }

  return {
    remember(project, id, receivedMs) {
      writeKey(id, projectOf(project).salt, key)
      known.add(key, receivedMs)
    },
    open(project) {
      const { promise, resolve } = Promise.withResolvers<'kept' | 'failed'>()
      const ticket: Ticket = { project, words: [], outcome: promise, resolve, indexed: 0 }
      projectOf(project).open.add(ticket)
      return ticket
    },
    claim(ticket, id, receivedMs) {
      const project = projectOf(ticket.project)
      writeKey(id, project.salt, key)
      return claimKey(ticket, project, receivedMs)
    },
    claimBytes(ticket, bytes, from, to, receivedMs) {
      const project = projectOf(ticket.project)
      writeKeyOfBytes(bytes, from, to, project.salt, key)
      return claimKey(ticket, project, receivedMs)
    },
    settle(ticket, outcome) {
      const { open, index } = projectOf(ticket.project)
      open.delete(ticket)
      for (let place = 0; place < ticket.indexed; place += wordsPerKey) {
        readWords(ticket.words, place)
        index.delete(nameOf(key))
      }
      if (outcome === 'failed') {
        for (let place = 0; place < ticket.words.length; place += wordsPerKey) {
          readWords(ticket.words, place)
          known.remove(key)
        }
      }
      ticket.resolve(outcome)
    },
    complete: known.complete,
  }
}

function nameOf({ k0, k1, k2, k3 }: Key): string {
  return `${k0} ${k1} ${k2} ${k3}`
}
