import type { AccessKey } from '../../contract/access.ts'
import type { Meta, Noun, RecordOf, Revision } from '../../contract/noun.ts'

/** A definition with what the server knows about it. */
export type Stored<N extends Noun> = { definition: RecordOf<N>; meta: Meta }

/** Everything active in a project, by noun and key. */
export type Snapshot = { [N in Noun]: ReadonlyMap<string, Stored<N>> } & { revision: number }

/** Who makes a change, when and why. */
export type Author = { by: string; at: string; why?: string | undefined }

/** A change to one definition. `expected` is the version it was made against, 'absent' for a new one. */
export type Change<N extends Noun> = {
  project: string
  noun: N
  key: string
  action: string
  expected: number | 'absent'
  definition: RecordOf<N>
  status: string
}

export type Page = { limit: number; after?: string | undefined }

export type IdempotentAnswer = { request: string; status: number; headers: Record<string, string>; body: unknown }

/** Where definitions, their history and keys live. Small data: every call is synchronous, every write durable when it returns. */
export type ControlStore = {
  get<N extends Noun>(project: string, noun: N, key: string): Stored<N> | undefined
  /** By key, active ones unless a status is asked for ('any': all). Projects are listed with any project. */
  list<N extends Noun>(project: string, noun: N, page: Page & { status?: string | undefined }): Stored<N>[]
  /** The active definitions of a project, cached until something changes. */
  snapshot(project: string): Snapshot
  /** Compare-and-set: the new version, or why not. The revision is kept in the same transaction. */
  change<N extends Noun>(change: Change<N>, author: Author): Stored<N> | 'exists' | 'conflict' | 'missing'
  /** Newest first. */
  revisions(
    project: string,
    filter: { noun?: Noun | undefined; key?: string | undefined },
    page: { limit: number; before?: number | undefined },
  ): Revision[]
  revisionAt<N extends Noun>(
    project: string,
    noun: N,
    key: string,
    version: number,
  ): { definition: RecordOf<N>; status: string } | undefined
  /** Runs everything inside or nothing. */
  transaction<T>(work: () => T): T
  /** Called after a change is committed. Returns a function that ends it. */
  onChange(listener: (project: string, noun: Noun) => void): () => void
  addKey(key: AccessKey, secretHash: string): void
  keyById(id: string): { key: AccessKey; secretHash: string } | undefined
  keys(page: Page): AccessKey[]
  revokeKey(id: string, at: string): boolean
  answer(caller: string, idempotencyKey: string): IdempotentAnswer | undefined
  keepAnswer(caller: string, idempotencyKey: string, answer: IdempotentAnswer, atMs: number): void
  forgetAnswers(beforeMs: number): void
  setting(name: string): string | undefined
  keepSetting(name: string, value: string | undefined): void
  close(): void
}
