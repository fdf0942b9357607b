import type { AccessKey, Role } from '../../contract/access.ts'
import type { Look } from '../../contract/look.ts'
import type { Meta, Noun, RecordOf, Revision } from '../../contract/noun.ts'
import type { Trouble } from '../../core/health/incident.ts'

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

/** A key of a project, 32 bytes as base64url. Numbers count up within a purpose; the highest one is in use. */
export type ProjectKey = {
  project: string
  purpose: 'hash' | 'encrypt' | 'erase'
  number: number
  secret: string
  createdAt: string
}

/** An incident as it is kept; hours are counted since 1970. */
export type IncidentRecord = {
  /** Grows by one with each incident. */
  number: number
  id: string
  project: string
  environment: string
  event: string
  trouble: Trouble
  openedAt: string
  closedAt: string | undefined
}

/** A message for a webhook that has not taken it yet. */
export type Delivery = {
  /** Grows by one with each message. */
  number: number
  project: string
  webhook: string
  body: string
  attempts: number
  nextAtMs: number
  /** Why the last attempt failed. */
  problem: string | undefined
}

/** The messages that are on their way to webhooks. */
export type Deliveries = {
  addDelivery(delivery: Pick<Delivery, 'project' | 'webhook' | 'body' | 'nextAtMs'>): void
  /** Those to be sent by now, the oldest first. */
  dueDeliveries(nowMs: number, limit: number): Delivery[]
  /** Notes a failed attempt. */
  delayDelivery(number: number, nextAtMs: number, problem: string): void
  /** Forgets a message that was taken or given up. */
  endDelivery(number: number): void
}

/** What the control store remembers of incidents. */
export type IncidentRecords = {
  addIncident(incident: Omit<IncidentRecord, 'number' | 'closedAt'>): void
  closeIncident(id: string, endHour: number, closedAt: string): void
  /** Newest first. */
  incidents(
    project: string,
    filter: { environment?: string | undefined; event?: string | undefined; status?: 'open' | 'closed' | undefined },
    page: { limit: number; before?: number | undefined },
  ): IncidentRecord[]
}

/** What the control store remembers for the sake of privacy. */
export type PrivacyRecords = {
  /** Every key a project ever had, by purpose and number. */
  projectKeys(project: string): ProjectKey[]
  addProjectKey(key: ProjectKey): void
  /** The keyed hashes of the erased units of a project. */
  tombstones(project: string): Set<string>
  /** Adding one that is there changes nothing. */
  addTombstone(project: string, subject: string, at: string): void
}

/** What the control store remembers of looks taken at experiments. */
export type LookRecords = {
  /** Keeps a look for ever; false when that number is taken already. */
  addLook(project: string, look: Look): boolean
  /** The looks of one phase, first to last. */
  looks(project: string, experiment: string, phase: number): Look[]
  /** The last looks of the ended phases of a project, in order of time. */
  finalLooks(project: string): Look[]
}

/** What the control store remembers of keys, of answers given under an Idempotency-Key, and of the installation. */
export type AccessRecords = {
  addKey(key: AccessKey, secretHash: string): void
  keyById(id: string): { key: AccessKey; secretHash: string } | undefined
  keys(page: Page): AccessKey[]
  revokeKey(id: string, at: string): boolean
  answer(caller: string, idempotencyKey: string): IdempotentAnswer | undefined
  keepAnswer(caller: string, idempotencyKey: string, answer: IdempotentAnswer, atMs: number): void
  forgetAnswers(beforeMs: number): void
  setting(name: string): string | undefined
  keepSetting(name: string, value: string | undefined): void
}

/** A member as it is remembered, with what they prove themselves by. */
export type MemberRecord = {
  /** Grows by one with each member. */
  number: number
  id: string
  name: string
  email: string | undefined
  role: Role
  /** Undefined: every project. */
  project: string | undefined
  passwordHash: string | undefined
  /** Who they are to an identity provider. */
  identity: { issuer: string; subject: string } | undefined
  createdAt: string
  createdBy: string
  seenAt: string | undefined
}

/** Somebody signed in. Ends by itself when it is too old or was not used for too long; see src/http/session.ts. */
export type SessionRecord = {
  id: string
  secretHash: string
  member: string
  /** It began with a one-time link. */
  byLink: boolean
  createdMs: number
  seenMs: number
}

/** A one-time link that was not used yet. */
export type SignInCode = { codeHash: string; member: string; invitation: boolean; expiresMs: number }

/** What the control store remembers of people. */
export type MemberRecords = {
  addMember(member: Omit<MemberRecord, 'number' | 'seenAt'>): void
  /** Null removes what may be missing. */
  changeMember(
    id: string,
    changed: {
      name?: string
      email?: string
      role?: Role
      project?: string | null
      passwordHash?: string
      identity?: MemberRecord['identity'] | null
    },
  ): void
  /** Sessions and links go with the member. */
  removeMember(id: string): boolean
  member(id: string): MemberRecord | undefined
  memberByEmail(email: string): MemberRecord | undefined
  memberByIdentity(identity: NonNullable<MemberRecord['identity']>): MemberRecord | undefined
  /** By number. */
  members(page: { limit: number; after?: number | undefined }): MemberRecord[]
  /** How many members are admins of everything. */
  adminCount(): number
  addSession(session: SessionRecord): void
  sessionById(id: string): { session: SessionRecord; member: MemberRecord } | undefined
  noteUse(session: string, member: string, atMs: number): void
  endSession(id: string): void
  endSessions(member: string): void
  addCode(code: SignInCode): void
  /** The code, which is gone from then on. */
  spendCode(codeHash: string): SignInCode | undefined
  endInvitations(member: string): void
  /** Forgets sessions and links that ended by themselves. */
  forgetSignIns(before: { createdBeforeMs: number; seenBeforeMs: number; codesBeforeMs: number }): void
}

/** Where definitions, their history and keys live. Small data: every call is synchronous, every write durable when it returns. */
export type ControlStore = AccessRecords &
  MemberRecords &
  LookRecords &
  Deliveries &
  IncidentRecords &
  PrivacyRecords & {
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
      filter: { noun?: string | undefined; key?: string | undefined },
      page: { limit: number; before?: number | undefined },
    ): Revision[]
    revisionAt<N extends Noun>(
      project: string,
      noun: N,
      key: string,
      version: number,
    ): { definition: RecordOf<N>; status: string } | undefined
    /** Keeps in the history that something was done which changed no definition. */
    note(project: string, done: { noun: string; key: string; action: string; facts: object }, author: Author): void
    /** Makes the next snapshot of a project a new one, for notes that what is made of a snapshot depends on. */
    renew(project: string): void
    /** Runs everything inside or nothing. */
    transaction<T>(work: () => T): T
    /** Called after a change is committed. Returns a function that ends it. */
    onChange(listener: (project: string, noun: Noun) => void): () => void
    /** Writes a consistent copy of everything to a file that is not there yet. */
    copyTo(path: string): void
    close(): void
  }
