/** The two versions a person has to choose between. */
export type Conflict = {
  /** What the definition would be by our change; absent where the change is no edit (start, archive, ...). */
  mine: unknown
  theirs: unknown
  /** What our change was made on. */
  base: unknown
}

/** `mine` sends the change again on top of theirs, `theirs` gives it up, `edit` goes back to the form as it is. */
export type ConflictChoice = 'mine' | 'theirs' | 'edit'

/** A change that ended at somebody else's: no failure, and nothing was sent. */
export type Yielded = Error & { choice: Exclude<ConflictChoice, 'mine'>; theirs: unknown }

export function yielded(choice: Yielded['choice'], theirs: unknown): Yielded {
  return Object.assign(new Error('the change was not sent: somebody else changed it meanwhile'), { choice, theirs })
}

export function isYielded(error: unknown): error is Yielded {
  return error instanceof Error && 'choice' in error
}

/** Asks which version is to stay. The dialog is loaded when it is first needed. */
export async function askConflict(conflict: Conflict): Promise<ConflictChoice> {
  const { openConflict } = await import('../parts/conflict-dialog.tsx')
  return openConflict(conflict)
}
