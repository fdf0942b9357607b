import { saltOf, writeKey } from './id-key.ts'
import { createIdSet } from './id-set.ts'
import type { Key } from './key-table.ts'

/** The ids a batch has claimed, and what becomes of the batch. */
export type Ticket = {
  project: string
  ids: string[]
  outcome: Promise<'kept' | 'failed'>
  resolve(outcome: 'kept' | 'failed'): void
  /** How many of the ids can be found in the project's index already. */
  indexed: number
}

/** Knows the ids of the last seven days, exactly, as far as memory allows. */
export type Dedupe = {
  /** Takes note of an id that is on disk already. */
  remember(project: string, id: string, receivedMs: number): void
  open(project: string): Ticket
  /** Claims an id for a batch. A ticket in return is that of another batch, which has it but is not on disk yet. */
  claim(ticket: Ticket, id: string, receivedMs: number): 'claimed' | 'duplicate' | Ticket
  /** Says whether a batch reached the disk; if not, its ids are free again. */
  settle(ticket: Ticket, outcome: 'kept' | 'failed'): void
  /** Whether memory still holds every id of the last seven days; when not, loading has to look for duplicates too. */
  complete(nowMs: number): boolean
}

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

  /** Who has an id that is not on disk yet. The index is made only when a duplicate asks, which most batches never see. */
  function holderOf({ open, index }: Project, id: string): Ticket | undefined {
    for (const ticket of open) {
      for (; ticket.indexed < ticket.ids.length; ticket.indexed += 1)
        index.set(ticket.ids[ticket.indexed] ?? '', ticket)
    }
    return index.get(id)
  }

  return {
    remember(project, id, receivedMs) {
      writeKey(id, projectOf(project).salt, key)
      known.add(key, receivedMs)
    },
    open(project) {
      const { promise, resolve } = Promise.withResolvers<'kept' | 'failed'>()
      const ticket: Ticket = { project, ids: [], outcome: promise, resolve, indexed: 0 }
      projectOf(project).open.add(ticket)
      return ticket
    },
    claim(ticket, id, receivedMs) {
      const project = projectOf(ticket.project)
      writeKey(id, project.salt, key)
      if (known.add(key, receivedMs)) {
        ticket.ids.push(id)
        return 'claimed'
      }
      const holder = holderOf(project, id)
      return holder === undefined || holder === ticket ? 'duplicate' : holder
    },
    settle(ticket, outcome) {
      const { salt, open, index } = projectOf(ticket.project)
      open.delete(ticket)
      for (let place = 0; place < ticket.indexed; place += 1) index.delete(ticket.ids[place] ?? '')
      if (outcome === 'failed') {
        for (const id of ticket.ids) {
          writeKey(id, salt, key)
          known.remove(key)
        }
      }
      ticket.resolve(outcome)
    },
    complete: known.complete,
  }
}
