import type { Author, ControlStore, ProjectKey } from '../store/control/control-store.ts'

type Purpose = ProjectKey['purpose']

const keyBytes = 32

/** The key a project uses for a purpose; the first one is made when it is first needed. */
export function projectKey(
  control: ControlStore,
  project: string,
  purpose: Purpose,
  at: string,
  randomBytes: (length: number) => Uint8Array,
): ProjectKey {
  const known = control.projectKeys(project).findLast(key => key.purpose === purpose)
  return known ?? keep(control, project, purpose, 1, at, randomBytes)
}

/** New keys for hashing and encrypting, in use from the next event on. The one for erasures stays, or the erased would return. */
export function rotateKeys(
  control: ControlStore,
  project: string,
  author: Author,
  randomBytes: (length: number) => Uint8Array,
): number {
  return control.transaction(() => {
    // Both purposes count together, so that one number names a rotation.
    const number =
      Math.max(
        0,
        ...control
          .projectKeys(project)
          .filter(isRotated)
          .map(key => key.number),
      ) + 1
    for (const purpose of ['hash', 'encrypt'] as const) keep(control, project, purpose, number, author.at, randomBytes)
    control.note(project, { noun: 'privacy-keys', key: 'keys', action: 'rotate', facts: { number } }, author)
    control.renew(project)
    return number
  })
}

function isRotated({ purpose }: ProjectKey): boolean {
  return purpose !== 'erase'
}

function keep(
  control: ControlStore,
  project: string,
  purpose: Purpose,
  number: number,
  createdAt: string,
  randomBytes: (length: number) => Uint8Array,
): ProjectKey {
  const secret = Buffer.from(randomBytes(keyBytes)).toString('base64url')
  const key = { project, purpose, number, secret, createdAt }
  control.addProjectKey(key)
  return key
}
