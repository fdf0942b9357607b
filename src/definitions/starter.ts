import type { Author, ControlStore } from '../store/control/control-store.ts'

const environments = [
  { key: 'production', name: 'Production' },
  { key: 'staging', name: 'Staging' },
  { key: 'development', name: 'Development' },
]

/** Gives a new project its three environments; runs in the transaction that creates it. */
export function startProject(control: ControlStore, project: string, author: Author): void {
  for (const definition of environments) {
    control.change(
      {
        project,
        noun: 'environments',
        key: definition.key,
        action: 'create',
        expected: 'absent',
        definition,
        status: 'active',
      },
      author,
    )
  }
}
