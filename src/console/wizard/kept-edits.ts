import type { Edits } from './draft.ts'

const nameOf = (project: string, draft: string) => `assay-experiment-draft:${project}:${draft}`

/** Nothing that is not saved. */
export const noEdits: Edits = { changes: {} }

/** What was written in this browser and not saved yet; '' stands for an experiment that is not on the server. */
export function keptEdits(project: string, draft: string): Edits {
  const text = localStorage.getItem(nameOf(project, draft))
  if (text === null) return noEdits
  try {
    const { absent, ...edits } = JSON.parse(text) as Edits & { absent: string[] }
    return { ...edits, changes: { ...Object.fromEntries(absent.map(name => [name, undefined])), ...edits.changes } }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // Something else wrote there; a fresh start loses nothing of ours.
    return noEdits
  }
}

/** Keeps what is not saved for whoever comes back to it. */
export function keepEdits(project: string, draft: string, edits: Edits): void {
  const { changes } = edits
  if (Object.keys(changes).length === 0) {
    localStorage.removeItem(nameOf(project, draft))
    return
  }
  // JSON leaves out what is undefined, and something taken away is not the same as something never touched.
  const absent = Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [name] : []))
  localStorage.setItem(nameOf(project, draft), JSON.stringify({ ...edits, absent }))
}
