import { hash } from 'node:crypto'
import type { ErasureCertificate } from '../contract/privacy.ts'
import { projectKey } from '../http/project-keys.ts'
import { subjectsWith } from '../ingest/subject.ts'
import type { Author } from '../store/control/control-store.ts'
import { removeAside } from '../store/events/aside.ts'
import type { JournalRecord } from '../store/events/event-store.ts'
import { archiveEverything, rewriteArchives, type Upkeep } from './upkeep.ts'

/** Whom to erase: a unit of a project, by its kind, the field that identifies it, and its id. */
export type Erasure = { project: string; unit: string; unitField: string; id: string; why: string }

/** The path of the event store, beside which a rebuild may have left older ones. */
export type ErasureOptions = Upkeep & { eventsPath: string }

/**
 * Erases a unit everywhere and returns the certificate, which is kept in the history. The tombstone comes first, so nothing of
 * the unit is taken from then on; every later step may be repeated, so after a crash the same call finishes what was begun.
 */
export async function eraseUnit(options: ErasureOptions, erasure: Erasure, by: string): Promise<ErasureCertificate> {
  const { control, events, inTurn, eventsPath } = options
  const { project, unit, unitField, why } = erasure
  const requestedAt = iso(options)
  const id = erasure.id.toWellFormed()
  const subject = buried(options, { ...erasure, id }, { by, at: requestedAt, why })
  return inTurn(async () => {
    const archives = await archiveEverything(options)
    const text = JSON.stringify(id).slice(1, -1)
    const journal = await rewriteArchives(options, archives, {
      texts: [text],
      concerns: () => true,
      change: record => (record.project === project && isOf(record, unitField, id) ? 'gone' : 'same'),
    })
    const { tables, quarantined } = await events.removeUnit(project, unitField, id)
    const copies = await removeAside(eventsPath)
    // Also when nothing was found: an earlier try may have ended between the removal and this.
    await events.compact()
    const certificate = { project, unit, subject, why, by, requestedAt, finishedAt: iso(options) }
    const removed = { journal, tables, quarantined, copies }
    const signed = withHash({ ...certificate, ...removed })
    const author = { by, at: certificate.finishedAt, why }
    control.note(project, { noun: 'erasures', key: subject, action: 'finish', facts: signed }, author)
    return signed
  })
}

/** Sets the tombstone, on disk before anything is removed. Returns the hash the unit goes by from now on. */
function buried({ control, randomBytes }: Upkeep, { project, unit, unitField, id }: Erasure, author: Author): string {
  return control.transaction(() => {
    const { secret } = projectKey(control, project, 'erase', author.at, randomBytes)
    const subject = subjectsWith(secret)(unitField, id)
    control.addTombstone(project, subject, author.at)
    control.note(
      project,
      { noun: 'erasures', key: subject, action: 'begin', facts: { project, unit, subject } },
      author,
    )
    control.renew(project)
    return subject
  })
}

/** Events kept aside by earlier versions name their unit only in what was sent. */
function isOf({ units, quarantine }: JournalRecord, unitField: string, id: string): boolean {
  if (units[unitField] === id) return true
  const raw = quarantine?.raw
  return typeof raw === 'object' && raw !== null && unitField in raw && `${Reflect.get(raw, unitField)}` === id
}

function withHash(certificate: Omit<ErasureCertificate, 'sha256'>): ErasureCertificate {
  return { ...certificate, sha256: hash('sha256', JSON.stringify(sorted(certificate)), 'hex') }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, entry]) => [name, sorted(entry)]),
  )
}

function iso({ now }: Upkeep): string {
  return new Date(now()).toISOString()
}
